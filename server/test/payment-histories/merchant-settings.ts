import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WechatPayEmulator } from '../../../emulators/wechat-pay/emulator.ts'

/** The mini program and the official account of the merchant. */
export const apps = ['wx0000000000000000', 'wx1111111111111111']
/** What one person may give back on an order. */
export const ALONE_UP_TO_FEN = 1500

/** The settings by which the product takes money at the emulator, with its keys as files in the data folder. */
export async function merchantSettings(
  folder: string,
  { merchant, platform, url }: WechatPayEmulator,
  publicUrl: string,
): Promise<NodeJS.ProcessEnv> {
  const [privateKey, publicKey] = [join(folder, 'merchant.pem'), join(folder, 'platform.pem')]
  await writeFile(privateKey, merchant.privateKey)
  await writeFile(publicKey, platform.publicKey!.pem)
  return {
    TUCAI_DATA_DIR: folder,
    TUCAI_MODE: 'production',
    TUCAI_PUBLIC_URL: publicUrl,
    TUCAI_REFUND_ALONE_FEN: String(ALONE_UP_TO_FEN),
    TUCAI_WECHAT_APP_ID: apps[0],
    TUCAI_WECHAT_APP_SECRET: 'never-used',
    TUCAI_WECHAT_PAGE_APP_ID: apps[1],
    TUCAI_WECHAT_PAGE_APP_SECRET: 'never-used',
    TUCAI_WECHAT_PAY_URL: url,
    TUCAI_WECHAT_PAY_MERCHANT_ID: merchant.mchid,
    TUCAI_WECHAT_PAY_SERIAL: merchant.serial,
    TUCAI_WECHAT_PAY_PRIVATE_KEY: privateKey,
    TUCAI_WECHAT_PAY_API_KEY: merchant.apiKey,
    TUCAI_WECHAT_PAY_PUBLIC_KEY_ID: platform.publicKey!.id,
    TUCAI_WECHAT_PAY_PUBLIC_KEY: publicKey,
  }
}
