import { resolve } from 'node:path'
import type { DocumentSetting } from './document/choose-reader.ts'
import type { AliyunSmsSetting } from './notice/aliyun-sms.ts'
import type { NoticeSetting } from './notice/carriers.ts'
import { readSmsTemplates, readWechatTemplates } from './notice/templates.ts'
import { type WechatPaySetting, wechatPaySetting } from './payment/wechat-pay/setting.ts'
import type { S3Setting } from './platform/files-s3.ts'
import { StartRefused } from './platform/start-refused.ts'
import type { WechatSetting } from './platform/wechat-api.ts'

export interface Config extends NoticeSetting {
  mode: 'demo' | 'production'
  /** What this process does: it answers requests (`web`), handles jobs (`worker`), or both. */
  role: 'all' | 'web' | 'worker'
  host: string
  port: number
  /** Everything the program writes lives here. */
  dataFolder: string
  filesFolder: string
  /** Where pictures and documents are kept instead of the folder. */
  s3?: S3Setting
  keysFolder: string
  logsFolder: string
  /** Login of the owner on a PostgreSQL of the operator's own; without it the bundled one runs. */
  databaseUrl?: string
  /** Login of the application there, where the operator makes that role himself. */
  databaseAppUrl?: string
  /** Where students open the product, when a proxy stands before it, e.g. https://photo.example.edu.cn */
  publicUrl?: string
  /** The mini program, for signing in by WeChat. */
  wechat?: WechatSetting
  /** The official account, for pages that are open inside WeChat. */
  wechatPage?: WechatSetting
  /** Who takes the money; without it only the simulated cashier of the demonstration does. */
  wechatPay?: WechatPaySetting
  /** Who reads pictures of identity documents. */
  documents: DocumentSetting
  brand: Brand
  /** Up to this sum staff may give back on one order without a second person. */
  refundAloneUpToFen: number
  /** Worker processes that develop photos; by default one less than the machine has cores. */
  photoWorkers?: number
  /** Manifest of the operator's own person mask; without it the bundled one works. */
  maskModel?: string
  /** Folder of the operator's own fonts, for characters that the bundled one lacks on paper. */
  fontsFolder?: string
  /** Who sends parcels; without it no labels are made. */
  sender?: SenderSetting
}

/** Who sends parcels, as it stands on labels. */
export interface SenderSetting {
  name: string
  phone: string
  address: string
}

/** What a centre of another name changes. */
export interface Brand {
  centreName: string
  wordmark: string
  servicePhone: string
  serviceHours: string
}

const ROOT = resolve(import.meta.dirname, '../..')

/**
 * Reads the settings once.
 * @throws StartRefused naming the variable, never its value
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const read = (name: string) => environment[name]?.trim() || undefined
  const dataFolder = resolve(ROOT, read('TUCAI_DATA_DIR') ?? 'data')
  const mode = readMode(read('TUCAI_MODE'), read('NODE_ENV'))
  return {
    mode,
    role: readRole(read),
    host: readHost(read('HOST')),
    port: readWhole('PORT', read('PORT'), 0, 65_535) ?? 8080,
    dataFolder,
    filesFolder: resolve(dataFolder, 'files'),
    s3: readS3(read),
    keysFolder: readPath(read('TUCAI_KEYS_DIR')) ?? resolve(dataFolder, 'keys'),
    logsFolder: resolve(dataFolder, 'logs'),
    databaseUrl: readUrl('DATABASE_URL', read('DATABASE_URL'), ['postgres:', 'postgresql:']),
    databaseAppUrl: readUrl('DATABASE_APP_URL', read('DATABASE_APP_URL'), ['postgres:', 'postgresql:']),
    publicUrl: readPublicUrl(read('TUCAI_PUBLIC_URL')),
    smtpUrl: readUrl('TUCAI_SMTP_URL', read('TUCAI_SMTP_URL'), ['smtp:', 'smtps:']),
    mailFrom: readMailFrom(read('TUCAI_MAIL_FROM')),
    sms: readSms(read),
    wechatTemplates: readWechatTemplates('TUCAI_WECHAT_TEMPLATES', read('TUCAI_WECHAT_TEMPLATES')),
    smsTemplates: readSmsTemplates('TUCAI_SMS_TEMPLATES', read('TUCAI_SMS_TEMPLATES')),
    wechat: readWechat(read, 'TUCAI_WECHAT_APP'),
    wechatPage: readWechat(read, 'TUCAI_WECHAT_PAGE_APP'),
    wechatPay: readWechatPay(read),
    documents: readDocuments(read),
    brand: {
      centreName: readText('TUCAI_BRAND_NAME', read('TUCAI_BRAND_NAME'), 40) ?? '上海图像信息采集中心',
      wordmark: readText('TUCAI_BRAND_WORDMARK', read('TUCAI_BRAND_WORDMARK'), 12) ?? 'SPAC',
      servicePhone: readText('TUCAI_SERVICE_PHONE', read('TUCAI_SERVICE_PHONE'), 40) ?? '',
      serviceHours: readText('TUCAI_SERVICE_HOURS', read('TUCAI_SERVICE_HOURS'), 60) ?? '',
    },
    refundAloneUpToFen: readWhole('TUCAI_REFUND_ALONE_FEN', read('TUCAI_REFUND_ALONE_FEN'), 0, 10_000_000) ?? 5000,
    maskModel: readPath(read('TUCAI_MASK_MODEL')),
    fontsFolder: readPath(read('TUCAI_FONTS_DIR')),
    sender: readSender(read),
    photoWorkers: readWhole('TUCAI_PHOTO_WORKERS', read('TUCAI_PHOTO_WORKERS'), 1, 64),
  }
}

function readMode(mode: string | undefined, nodeEnvironment: string | undefined): Config['mode'] {
  const chosen = mode ?? (nodeEnvironment === 'production' ? 'production' : 'demo')
  if (chosen === 'demo' || chosen === 'production') return chosen
  throw new StartRefused('TUCAI_MODE must be demo or production.')
}

/** Processes that share the work share the database and the files too. */
function readRole(read: Read): Config['role'] {
  const role = read('TUCAI_ROLE') ?? 'all'
  if (role !== 'all' && role !== 'web' && role !== 'worker')
    throw new StartRefused('TUCAI_ROLE must be all, web or worker.')
  const missing = ['DATABASE_URL', 'TUCAI_S3_BUCKET', 'TUCAI_KEYS_DIR'].find((name) => read(name) === undefined)
  if (role === 'all' || missing === undefined) return role
  throw new StartRefused(`TUCAI_ROLE=${role} needs ${missing}: its processes share database, files and keys.`)
}

function readHost(host: string | undefined): string {
  if (host === undefined) return '127.0.0.1'
  if (/^[\w.:-]+$/.test(host)) return host
  throw new StartRefused('HOST must be an address or a host name, for example 0.0.0.0 for all networks.')
}

function readWhole(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= least && number <= most) return number
  throw new StartRefused(`${name} must be a whole number from ${least} to ${most}.`)
}

function readPath(text: string | undefined): string | undefined {
  return text === undefined ? undefined : resolve(ROOT, text)
}

function readUrl(name: string, text: string | undefined, protocols: string[]): string | undefined {
  if (text === undefined) return undefined
  const protocol = URL.canParse(text) ? new URL(text).protocol : ''
  if (protocols.includes(protocol)) return text
  throw new StartRefused(`${name} must be an address that begins with ${protocols.join('// or ')}//.`)
}

/** An origin: cookies and links are made for it, so a path has no meaning. */
function readPublicUrl(text: string | undefined): string | undefined {
  const url = readUrl('TUCAI_PUBLIC_URL', text, ['http:', 'https:'])
  if (url === undefined) return undefined
  const { origin, pathname, search, hash } = new URL(url)
  if (pathname === '/' && search === '' && hash === '') return origin
  throw new StartRefused('TUCAI_PUBLIC_URL must be a bare origin, for example https://photo.example.edu.cn')
}

function readMailFrom(text: string | undefined): string {
  if (text === undefined) return 'tucai@localhost'
  if (/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/.test(text)) return text
  throw new StartRefused('TUCAI_MAIL_FROM must be a mail address, with or without a name before it.')
}

function readText(name: string, text: string | undefined, mostCharacters: number): string | undefined {
  if (text === undefined) return undefined
  if ([...text].length <= mostCharacters && !/\p{Cc}/u.test(text)) return text
  throw new StartRefused(`${name} must be one line of at most ${mostCharacters} characters.`)
}

type Read = (name: string) => string | undefined

/** The texts of settings that make sense together only; undefined when none of them is there. */
function readTogether(read: Read, names: string[]): string[] | undefined {
  const given = names.map(read)
  if (given.every((text) => text === undefined)) return undefined
  const missing = names.find((_, place) => given[place] === undefined)
  if (missing === undefined) return given as string[]
  throw new StartRefused(`${missing} is missing: ${names.join(', ')} are given together or not at all.`)
}

function readSender(read: Read): SenderSetting | undefined {
  const names = ['TUCAI_SENDER_NAME', 'TUCAI_SENDER_PHONE', 'TUCAI_SENDER_ADDRESS']
  const most = [40, 30, 100]
  readTogether(read, names)
  const [name, phone, address] = names.map((setting, place) => readText(setting, read(setting), most[place]!))
  return name && phone && address ? { name, phone, address } : undefined
}

function readS3(read: Read): S3Setting | undefined {
  const names = ['BUCKET', 'REGION', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY'].map((name) => `TUCAI_S3_${name}`)
  const [bucket, region, accessKeyId, secretAccessKey] = readTogether(read, names) ?? []
  const endpoint = readUrl('TUCAI_S3_ENDPOINT', read('TUCAI_S3_ENDPOINT'), ['https:', 'http:'])
  const style = read('TUCAI_S3_STYLE') ?? (endpoint === undefined ? 'host' : 'path')
  if (style !== 'path' && style !== 'host') throw new StartRefused('TUCAI_S3_STYLE must be path or host.')
  if (!bucket || !region || !accessKeyId || !secretAccessKey) return undefined
  return { bucket, region, accessKeyId, secretAccessKey, endpoint, isPathStyle: style === 'path' }
}

function readSms(read: Read): AliyunSmsSetting | undefined {
  const names = ['ACCESS_KEY_ID', 'ACCESS_KEY_SECRET', 'SIGN_NAME', 'TEMPLATE'].map((name) => `TUCAI_SMS_${name}`)
  const [accessKeyId, accessKeySecret, signName, template] = readTogether(read, names) ?? []
  const apiUrl = readUrl('TUCAI_SMS_API_URL', read('TUCAI_SMS_API_URL'), ['https:', 'http:'])
  if (!accessKeyId || !accessKeySecret || !signName || !template) return undefined
  return {
    apiUrl: apiUrl ?? 'https://dysmsapi.aliyuncs.com',
    ...{ accessKeyId, accessKeySecret, signName, template },
    templateAbroad: read('TUCAI_SMS_TEMPLATE_ABROAD'),
  }
}

/** `app`: how the names of its settings begin. */
function readWechat(read: Read, app: 'TUCAI_WECHAT_APP' | 'TUCAI_WECHAT_PAGE_APP'): WechatSetting | undefined {
  const [appId, appSecret] = readTogether(read, [`${app}_ID`, `${app}_SECRET`]) ?? []
  const apiUrl = readUrl('TUCAI_WECHAT_API_URL', read('TUCAI_WECHAT_API_URL'), ['https:', 'http:'])
  if (!appId || !appSecret) return undefined
  return { appId, appSecret, apiUrl: new URL(apiUrl ?? 'https://api.weixin.qq.com').origin }
}

function readWechatPay(read: Read): WechatPaySetting | undefined {
  const pay = (...names: string[]) => names.map((name) => `TUCAI_WECHAT_PAY_${name}`)
  const merchant = readTogether(read, pay('MERCHANT_ID', 'SERIAL', 'PRIVATE_KEY', 'API_KEY'))
  const [publicKeyId, publicKey] = readTogether(read, pay('PUBLIC_KEY_ID', 'PUBLIC_KEY')) ?? []
  const url = readUrl('TUCAI_WECHAT_PAY_URL', read('TUCAI_WECHAT_PAY_URL'), ['https:', 'http:'])
  if (merchant === undefined && publicKeyId === undefined) return undefined
  const [merchantId, serial, privateKey, apiKey] = merchant ?? []
  if (!merchantId || !serial || !privateKey || !apiKey) {
    throw new StartRefused('TUCAI_WECHAT_PAY_PUBLIC_KEY_ID needs TUCAI_WECHAT_PAY_MERCHANT_ID and what belongs to it.')
  }
  return wechatPaySetting({
    ...{ merchantId, serial, apiKey, publicKeyId, url },
    privateKey: resolve(ROOT, privateKey),
    publicKey: readPath(publicKey),
    publicUrl: readPublicUrl(read('TUCAI_PUBLIC_URL')),
    weappId: read('TUCAI_WECHAT_APP_ID'),
    pageId: read('TUCAI_WECHAT_PAGE_APP_ID'),
  })
}

function readDocuments(read: Read): DocumentSetting {
  const provider = read('TUCAI_DOCUMENT_READER') ?? 'embedded'
  const [secretId, secretKey] = readTogether(read, ['TUCAI_TENCENT_SECRET_ID', 'TUCAI_TENCENT_SECRET_KEY']) ?? []
  const apiUrl = readUrl('TUCAI_TENCENT_OCR_URL', read('TUCAI_TENCENT_OCR_URL'), ['https:', 'http:'])
  const region = read('TUCAI_TENCENT_REGION') ?? 'ap-shanghai'
  if (!/^[a-z]+(-[a-z0-9]+)+$/.test(region))
    throw new StartRefused('TUCAI_TENCENT_REGION must be a region, e.g. ap-shanghai.')
  if (provider === 'embedded') return { provider }
  if (provider === 'wechat') {
    if (readWechat(read, 'TUCAI_WECHAT_APP')) return { provider }
    throw new StartRefused('TUCAI_DOCUMENT_READER=wechat needs TUCAI_WECHAT_APP_ID and TUCAI_WECHAT_APP_SECRET.')
  }
  if (provider !== 'tencent') throw new StartRefused('TUCAI_DOCUMENT_READER must be embedded, wechat or tencent.')
  if (secretId && secretKey) {
    const origin = new URL(apiUrl ?? 'https://ocr.tencentcloudapi.com').origin
    return { provider, secretId, secretKey, region, apiUrl: origin }
  }
  throw new StartRefused('TUCAI_DOCUMENT_READER=tencent needs TUCAI_TENCENT_SECRET_ID and TUCAI_TENCENT_SECRET_KEY.')
}
