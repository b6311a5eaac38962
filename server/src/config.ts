import { resolve } from 'node:path'
import type { DocumentSetting } from './document/choose-reader.ts'
import type { AliyunSmsSetting } from './notice/aliyun-sms.ts'
import type { NoticeSetting } from './notice/carriers.ts'
import { readSmsTemplates, readWechatTemplates } from './notice/templates.ts'
import { type WechatPaySetting, wechatPaySetting } from './payment/wechat-pay/setting.ts'
import type { S3Setting } from './platform/files-s3.ts'
import { nobody, proxiesInARow, type TrustedProxies } from './platform/http/trusted-proxies.ts'
import { StartRefused } from './platform/start-refused.ts'
import type { WechatSetting } from './platform/wechat-api.ts'
import { openSettings, type SettingsReader } from './settings/read-settings.ts'
import { together } from './settings/settings.ts'
import type { MetricsSetting } from './watch/metrics-door.ts'

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
  /** File of the key that encrypts backups. */
  backupKeyPath?: string
  logsFolder: string
  log: LogSetting
  /** Where metrics can be read; nowhere when left out. */
  metrics?: MetricsSetting
  /** Login of the owner on a PostgreSQL of the operator's own; without it the bundled one runs. */
  databaseUrl?: string
  /** Login of the application there, where the operator makes that role himself. */
  databaseAppUrl?: string
  /** Where students open the product, when a proxy stands before it, e.g. https://photo.example.edu.cn */
  publicUrl?: string
  /** Who is believed whom a request comes from. */
  trustedProxies: TrustedProxies
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

export interface LogSetting {
  level: 'debug' | 'info' | 'warn' | 'error'
  /** Gets the lines besides the file. */
  copyTo?: { write(line: string): unknown }
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
 * Reads the settings once. What each may hold stands in settings/settings.ts, here is what they mean together.
 * @throws StartRefused naming the variable, never its value
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const read = openSettings(environment)
  const dataFolder = resolve(ROOT, read('TUCAI_DATA_DIR'))
  const publicUrl = read('TUCAI_PUBLIC_URL')
  return {
    mode: read('TUCAI_MODE') ?? (read('NODE_ENV') === 'production' ? 'production' : 'demo'),
    role: readRole(read),
    host: read('HOST'),
    port: read('PORT'),
    dataFolder,
    filesFolder: resolve(dataFolder, 'files'),
    s3: readS3(read),
    keysFolder: fromRoot(read('TUCAI_KEYS_DIR')) ?? resolve(dataFolder, 'keys'),
    backupKeyPath: fromRoot(read('TUCAI_BACKUP_KEY')),
    logsFolder: resolve(dataFolder, 'logs'),
    log: readLog(read),
    metrics: readMetrics(read),
    databaseUrl: read('DATABASE_URL'),
    databaseAppUrl: read('DATABASE_APP_URL'),
    publicUrl,
    // With a public address a proxy stands before the program.
    trustedProxies: read('TUCAI_TRUSTED_PROXIES') ?? (publicUrl === undefined ? nobody : proxiesInARow(1)),
    smtpUrl: read('TUCAI_SMTP_URL'),
    mailFrom: read('TUCAI_MAIL_FROM'),
    sms: readSms(read),
    wechatTemplates: readWechatTemplates('TUCAI_WECHAT_TEMPLATES', read('TUCAI_WECHAT_TEMPLATES')),
    smsTemplates: readSmsTemplates('TUCAI_SMS_TEMPLATES', read('TUCAI_SMS_TEMPLATES')),
    wechat: readWechat(read, 'miniProgram'),
    wechatPage: readWechat(read, 'page'),
    wechatPay: readWechatPay(read),
    documents: readDocuments(read),
    brand: {
      centreName: read('TUCAI_BRAND_NAME'),
      wordmark: read('TUCAI_BRAND_WORDMARK'),
      servicePhone: read('TUCAI_SERVICE_PHONE'),
      serviceHours: read('TUCAI_SERVICE_HOURS'),
    },
    refundAloneUpToFen: read('TUCAI_REFUND_ALONE_FEN'),
    maskModel: fromRoot(read('TUCAI_MASK_MODEL')),
    fontsFolder: fromRoot(read('TUCAI_FONTS_DIR')),
    sender: readSender(read),
    photoWorkers: read('TUCAI_PHOTO_WORKERS'),
  }
}

function readLog(read: SettingsReader): LogSetting {
  return { level: read('TUCAI_LOG_LEVEL'), ...(read('TUCAI_LOG') === 'stdout' ? { copyTo: process.stdout } : {}) }
}

/** Without a token only this machine may read. */
function readMetrics(read: SettingsReader): MetricsSetting | undefined {
  const [port, host, token] = [read('TUCAI_METRICS_PORT'), read('TUCAI_METRICS_HOST'), read('TUCAI_METRICS_TOKEN')]
  if (port === undefined) return undefined
  if (token === undefined && !['127.0.0.1', '::1', 'localhost'].includes(host))
    throw new StartRefused('TUCAI_METRICS_HOST beyond this machine needs TUCAI_METRICS_TOKEN.')
  return { host, port, ...(token === undefined ? {} : { token }) }
}

/** Processes that share the work share the database and the files too. */
function readRole(read: SettingsReader): Config['role'] {
  const role = read('TUCAI_ROLE')
  const shared = ['DATABASE_URL', 'TUCAI_S3_BUCKET', 'TUCAI_KEYS_DIR'] as const
  const missing = shared.find((name) => !read.isGiven(name))
  if (role === 'all' || missing === undefined) return role
  throw new StartRefused(`TUCAI_ROLE=${role} needs ${missing}: its processes share database, files and keys.`)
}

function fromRoot(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(ROOT, path)
}

function readSender(read: SettingsReader): SenderSetting | undefined {
  const [name, phone, address] = read.together(together.sender) ?? []
  return name && phone && address ? { name, phone, address } : undefined
}

function readS3(read: SettingsReader): S3Setting | undefined {
  const [bucket, region, accessKeyId, secretAccessKey] = read.together(together.bucket) ?? []
  const endpoint = read('TUCAI_S3_ENDPOINT')
  const style = read('TUCAI_S3_STYLE') ?? (endpoint === undefined ? 'host' : 'path')
  if (!bucket || !region || !accessKeyId || !secretAccessKey) return undefined
  return { bucket, region, accessKeyId, secretAccessKey, endpoint, isPathStyle: style === 'path' }
}

function readSms(read: SettingsReader): AliyunSmsSetting | undefined {
  const [accessKeyId, accessKeySecret, signName, template] = read.together(together.sms) ?? []
  const apiUrl = read('TUCAI_SMS_API_URL')
  if (!accessKeyId || !accessKeySecret || !signName || !template) return undefined
  const templateAbroad = read('TUCAI_SMS_TEMPLATE_ABROAD')
  return { apiUrl, accessKeyId, accessKeySecret, signName, template, templateAbroad }
}

function readWechat(read: SettingsReader, app: 'miniProgram' | 'page'): WechatSetting | undefined {
  const [appId, appSecret] = read.together(together[app]) ?? []
  const apiUrl = new URL(read('TUCAI_WECHAT_API_URL')).origin
  return appId && appSecret ? { appId, appSecret, apiUrl } : undefined
}

function readWechatPay(read: SettingsReader): WechatPaySetting | undefined {
  const merchant = read.together(together.merchant)
  const [publicKeyId, publicKey] = read.together(together.payPublicKey) ?? []
  const url = read('TUCAI_WECHAT_PAY_URL')
  if (merchant === undefined && publicKeyId === undefined) return undefined
  const [merchantId, serial, privateKey, apiKey] = merchant ?? []
  if (!merchantId || !serial || !privateKey || !apiKey) {
    throw new StartRefused('TUCAI_WECHAT_PAY_PUBLIC_KEY_ID needs TUCAI_WECHAT_PAY_MERCHANT_ID and what belongs to it.')
  }
  return wechatPaySetting({
    ...{ merchantId, serial, apiKey, publicKeyId, url },
    privateKey: resolve(ROOT, privateKey),
    publicKey: fromRoot(publicKey),
    publicUrl: read('TUCAI_PUBLIC_URL'),
    weappId: read('TUCAI_WECHAT_APP_ID'),
    pageId: read('TUCAI_WECHAT_PAGE_APP_ID'),
  })
}

function readDocuments(read: SettingsReader): DocumentSetting {
  const provider = read('TUCAI_DOCUMENT_READER')
  const [secretId, secretKey] = read.together(together.tencent) ?? []
  const [region, url] = [read('TUCAI_TENCENT_REGION'), read('TUCAI_TENCENT_OCR_URL')]
  if (provider === 'embedded') return { provider }
  if (provider === 'wechat') {
    if (readWechat(read, 'miniProgram')) return { provider }
    throw new StartRefused('TUCAI_DOCUMENT_READER=wechat needs TUCAI_WECHAT_APP_ID and TUCAI_WECHAT_APP_SECRET.')
  }
  if (secretId && secretKey) return { provider, secretId, secretKey, region, apiUrl: new URL(url).origin }
  throw new StartRefused('TUCAI_DOCUMENT_READER=tencent needs TUCAI_TENCENT_SECRET_ID and TUCAI_TENCENT_SECRET_KEY.')
}
