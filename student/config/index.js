const path = require('node:path')
const { GuidanceFiles, addresses } = require('./guidance-files.js')

const part = path.resolve(__dirname, '..')
const contract = path.resolve(part, '../contract')

/** The mini program's server. The web page always talks to the origin it came from. */
const apiOrigin = process.env.TUCAI_API_ORIGIN || 'http://127.0.0.1:8080'

// Sizes are plain px on both platforms: the screens are drawn in px of a phone, a target of 44 px stays 44 px
// on every width, and only the text grows with the user's own font setting.
const plainPx = { pxtransform: { enable: false }, cssModules: { enable: false } }

const outputRoot = `dist/${process.env.TARO_ENV}`

module.exports = {
  projectName: 'student',
  designWidth: 390,
  deviceRatio: { 390: 1 },
  sourceRoot: 'src',
  outputRoot,
  plugins: [
    ['@tarojs/plugin-inject', { components: { View: aria(), Image: aria(), Input: aria(), Textarea: aria() } }],
  ],
  // The picture of the share card: WeChat takes no drawing (SVG) for it.
  copy: {
    patterns:
      process.env.TARO_ENV === 'weapp' ? [{ from: 'share/share-card.png', to: `${outputRoot}/share-card.png` }] : [],
    options: {},
  },
  defineConstants: {
    TUCAI_API_ORIGIN: JSON.stringify(process.env.TARO_ENV === 'weapp' ? apiOrigin : ''),
    GUIDANCE_FILES: JSON.stringify(addresses),
  },
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  mini: {
    compile: { include: [contract] },
    postcss: { ...plainPx, [require.resolve('./views-only.js')]: { enable: true } },
  },
  h5: {
    compile: { include: [contract] },
    publicPath: '/',
    staticDirectory: 'static',
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'chunk/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: {
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[contenthash:8].css',
    },
    useHtmlComponents: true,
    router: { mode: 'hash' },
    // The web page is built of real buttons, labels and inputs: their style sheets must keep these names.
    postcss: { ...plainPx, htmltransform: { enable: false }, autoprefixer: { enable: true } },
    webpackChain(chain) {
      // One of Taro's plugins is installed below this part, the rest at the root of the workspace.
      chain.resolve.modules.add(path.resolve(part, 'node_modules')).add('node_modules')
      // The screens are small: they come in one piece, so that none is missing when the network goes away in mid-flow.
      // Only the table of regions, larger than all of them, and the viewfinder's guidance arrive when they are needed.
      const screens = { name: 'screens', chunks: 'async', minChunks: 1, priority: 20, enforce: true, test: small }
      chain.optimization.merge({ splitChunks: { cacheGroups: { screens } } })
      chain.plugin('guidance').use(GuidanceFiles)
      chain.performance.maxEntrypointSize(400 * 1024)
    },
  },
}

function small(module) {
  const identifier = module.identifier()
  return !identifier.includes('area-data') && !identifier.includes('src/guidance/')
}

/** Taro drops these attributes in a mini program unless they are named here. */
function aria() {
  return { 'aria-role': '', 'aria-label': '', 'aria-hidden': '', 'aria-checked': '', 'aria-disabled': '' }
}
