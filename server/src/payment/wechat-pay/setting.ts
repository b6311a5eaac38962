import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { StartRefused } from '../../platform/start-refused.ts'
import type { Merchant } from './signing.ts'

export interface WechatPaySetting extends Merchant {
  /** e.g. https://api.mch.weixin.qq.com */
  url: string
  /** The APIv3 key: 32 characters. */
  apiKey: string
  /** WeChat Pay’s public key, for merchants who have it; without it certificates are downloaded. */
  publicKey?: { id: string; key: KeyObject } | undefined
  /** Where WeChat Pay sends notices of payments and refunds. */
  noticeUrl: string
  /** The mini program. */
  weappId?: string | undefined
  /** The official account whose pages are open inside WeChat. */
  pageId?: string | undefined
}

/** The texts of the settings; both keys are paths of PEM files. */
export interface WechatPayTexts {
  merchantId: string
  serial: string
  privateKey: string
  apiKey: string
  publicKeyId: string | undefined
  publicKey: string | undefined
  url: string | undefined
  publicUrl: string | undefined
  weappId: string | undefined
  pageId: string | undefined
}

const OFFICIAL_URL = 'https://api.mch.weixin.qq.com'
const NOTICE_PATH = '/api/payments/wechat-pay/notices'
const NAME = 'TUCAI_WECHAT_PAY'

/** @throws StartRefused naming the variable, never its value */
export function wechatPaySetting(texts: WechatPayTexts): WechatPaySetting {
  const { merchantId, serial, apiKey, publicKeyId, publicUrl, weappId, pageId } = texts
  const url = new URL(texts.url ?? OFFICIAL_URL).origin
  must(/^\d{8,10}$/.test(merchantId), `${NAME}_MERCHANT_ID must be the merchant’s number, 8 to 10 digits.`)
  must(/^[0-9A-F]{8,64}$/i.test(serial), `${NAME}_SERIAL must be the serial of the merchant’s API certificate, in hex.`)
  must(Buffer.byteLength(apiKey) === 32, `${NAME}_API_KEY must be the APIv3 key, 32 characters.`)
  must(
    weappId ?? pageId,
    `${NAME}_MERCHANT_ID needs TUCAI_WECHAT_APP_ID or TUCAI_WECHAT_PAGE_APP_ID: people pay there.`,
  )
  must(publicUrl, `${NAME}_MERCHANT_ID needs TUCAI_PUBLIC_URL: WeChat Pay sends its notices there.`)
  must(
    url !== OFFICIAL_URL || publicUrl?.startsWith('https:'),
    'TUCAI_PUBLIC_URL must begin with https:// for WeChat Pay to send its notices there.',
  )
  const privateKey = readKey(`${NAME}_PRIVATE_KEY`, texts.privateKey, createPrivateKey)
  const key = texts.publicKey && readKey(`${NAME}_PUBLIC_KEY`, texts.publicKey, createPublicKey)
  must(
    !publicKeyId || /^PUB_KEY_ID_\w{8,64}$/.test(publicKeyId),
    `${NAME}_PUBLIC_KEY_ID must be the id of WeChat Pay’s public key and begin with PUB_KEY_ID_.`,
  )
  must(
    !key || !createPublicKey(privateKey).equals(key),
    `${NAME}_PUBLIC_KEY must be the public key of WeChat Pay; the one given belongs to ${NAME}_PRIVATE_KEY.`,
  )
  return {
    ...{ url, merchantId, serial, privateKey, apiKey, weappId, pageId },
    publicKey: key && publicKeyId ? { id: publicKeyId, key } : undefined,
    noticeUrl: `${publicUrl}${NOTICE_PATH}`,
  }
}

function must(isSo: unknown, sentence: string): void {
  if (!isSo) throw new StartRefused(sentence)
}

function readKey(name: string, path: string, parse: (pem: string) => KeyObject): KeyObject {
  let pem: string
  try {
    pem = readFileSync(path, 'utf8')
  } catch {
    throw new StartRefused(`${name} must be the path of a PEM file that can be read.`)
  }
  try {
    const key = parse(pem)
    if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048) return key
  } catch {
    // Said below, without the words of the parser.
  }
  throw new StartRefused(`${name} must hold an RSA key of at least 2048 bits in PEM.`)
}
