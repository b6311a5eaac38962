/** The map of the app. The first page is the one that opens. */
export default defineAppConfig({
  pages: [
    'pages/welcome/welcome',
    'pages/number/number',
    'pages/scan/scan',
    'pages/register/register',
    'pages/sign-in/sign-in',
    'pages/code/code',
    'pages/forgotten/forgotten',

    'pages/home/home',
    'pages/enrolments/enrolments',
    'pages/statement/statement',
    'pages/password/password',
    'pages/devices/devices',
    'pages/consents/consents',
    'pages/my-data/my-data',
    'pages/help/help',

    'pages/information/information',
    'pages/collection-code/collection-code',
    'pages/guide/guide',
    'pages/viewfinder/viewfinder',
    'pages/developing/developing',
    'pages/confirm/confirm',
    'pages/paper/paper',
    'pages/mail/mail',
    'pages/order/order',
    'pages/paid/paid',

    'pages/orders/orders',
    'pages/order-detail/order-detail',
    'pages/invoice/invoice',
    'pages/collected/collected',
  ],
  animation: false,
  window: {
    navigationStyle: 'custom',
    navigationBarTextStyle: 'black',
    backgroundColor: '#F4F6F9',
  },
  __usePrivacyCheck__: true,
})
