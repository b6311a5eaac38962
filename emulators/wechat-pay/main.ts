/**
 * WeChat Pay on this machine, to try the product without a merchant’s account:
 * `npm run wechat-pay-emulator` prints the settings to start the product with, and `/emulator` lists the orders to pay.
 * `--port 8093`, `--mode public-key|certificate|moving`, `--product http://127.0.0.1:8080`, where notices are to come in, and
 * `--folder data/wechat-pay-emulator` for the keys it makes.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openWechatPayEmulator } from './emulator.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8093' },
    mode: { type: 'string', default: 'public-key' },
    product: { type: 'string', default: 'http://127.0.0.1:8080' },
    folder: { type: 'string', default: 'data/wechat-pay-emulator' },
  },
})
const { mode } = values
if (mode !== 'public-key' && mode !== 'certificate' && mode !== 'moving')
  throw new Error('--mode is public-key, certificate or moving.')

const emulator = await openWechatPayEmulator({ port: Number(values.port), mode })
const folder = resolve(values.folder)
mkdirSync(folder, { recursive: true, mode: 0o700 })
function keep(name: string, pem: string): string {
  const path = resolve(folder, name)
  writeFileSync(path, pem, { mode: 0o600 })
  return path
}

const { merchant, platform } = emulator
const settings = {
  TUCAI_PUBLIC_URL: values.product,
  TUCAI_WECHAT_PAGE_APP_ID: merchant.appIds[1],
  TUCAI_WECHAT_PAGE_APP_SECRET: 'emulated-account-secret',
  TUCAI_WECHAT_PAY_URL: emulator.url,
  TUCAI_WECHAT_PAY_MERCHANT_ID: merchant.mchid,
  TUCAI_WECHAT_PAY_SERIAL: merchant.serial,
  TUCAI_WECHAT_PAY_PRIVATE_KEY: keep('merchant-key.pem', merchant.privateKey),
  TUCAI_WECHAT_PAY_API_KEY: merchant.apiKey,
  ...(platform.publicKey && {
    TUCAI_WECHAT_PAY_PUBLIC_KEY_ID: platform.publicKey.id,
    TUCAI_WECHAT_PAY_PUBLIC_KEY: keep('platform-key.pem', platform.publicKey.pem),
  }),
}
console.log(
  `Start the product with:\n${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')}`,
)
console.log(`Bound apps: ${merchant.appIds.join(', ')} (mini program, official account)`)
console.log(`Orders to pay: ${emulator.url}/emulator`)
