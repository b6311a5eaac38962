/**
 * WeChat and the SMS provider on this machine, to try the product without accounts there:
 * `node_modules/.bin/node emulators/main.ts` prints the settings to start the product with, and every code it is sent.
 */
import { openSmsEmulator } from './sms.ts'
import { openWechatEmulator } from './wechat.ts'

const app = { appId: 'wx0000000000000000', appSecret: 'emulated-app-secret' }
const officialAccount = { appId: 'wx1111111111111111', appSecret: 'emulated-account-secret' }
const account = {
  accessKeyId: 'emulated-key',
  accessKeySecret: 'emulated-key-secret',
  signName: '图采',
  templates: ['SMS_1', 'SMS_2', 'SMS_3'],
}
const wechat = await openWechatEmulator(app, 8091, officialAccount)
const templates = {
  'review-rejected': { id: 'template-rejected', fields: { thing1: 'campaign', thing2: 'reason', phrase3: 'status' } },
  'review-approved': { id: 'template-approved', fields: { thing1: 'campaign', phrase2: 'status' } },
  'prints-shipped': { id: 'template-shipped', fields: { thing1: 'courier', character_string2: 'tracking' } },
}
for (const { id, fields } of Object.values(templates)) wechat.messages.templates[id] = Object.keys(fields)
const smsTemplates = {
  'order-paid': { mainland: 'SMS_3', abroad: 'SMS_3', fields: { order: 'order', amount: 'amount' } },
}
const sms = await openSmsEmulator(account, 8092)
const settings = {
  TUCAI_WECHAT_APP_ID: app.appId,
  TUCAI_WECHAT_APP_SECRET: app.appSecret,
  TUCAI_WECHAT_PAGE_APP_ID: officialAccount.appId,
  TUCAI_WECHAT_PAGE_APP_SECRET: officialAccount.appSecret,
  TUCAI_WECHAT_API_URL: wechat.url,
  TUCAI_WECHAT_TEMPLATES: `'${JSON.stringify(templates)}'`,
  TUCAI_SMS_ACCESS_KEY_ID: account.accessKeyId,
  TUCAI_SMS_ACCESS_KEY_SECRET: account.accessKeySecret,
  TUCAI_SMS_SIGN_NAME: account.signName,
  TUCAI_SMS_TEMPLATE: 'SMS_1',
  TUCAI_SMS_TEMPLATE_ABROAD: 'SMS_2',
  TUCAI_SMS_API_URL: sms.url,
  TUCAI_SMS_TEMPLATES: `'${JSON.stringify(smsTemplates)}'`,
}
console.log(
  `Start the product with:\n${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')}`,
)
console.log(`A code of wx.login: ${wechat.loginCode('openid-of-somebody')}`)
console.log(`A code of getPhoneNumber: ${wechat.phoneCode({ countryCode: '86', purePhoneNumber: '13900000126' })}`)
wechat.messages.messages.push = (...messages) => {
  for (const { openId, templateId, data } of messages) console.log(`to ${openId}, ${templateId}:`, data)
  return messages.length
}
sms.messages.push = (...messages) => {
  for (const { phone, template, parameters } of messages) console.log(`to ${phone}, ${template}:`, parameters)
  return messages.length
}
