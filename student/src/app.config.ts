export default defineAppConfig({ pages: ['pages/welcome/welcome'], animation: false, window: { navigationStyle: 'custom' } })
