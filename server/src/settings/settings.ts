import { parseTrustedProxies, trustedProxiesMust } from '../platform/http/trusted-proxies.ts'
import { address, choice, declare, given, line, origin, path, type Setting, text, whole } from './setting.ts'

/**
 * Every setting, in the chapters of docs/configuration.md, which is made from here. What the texts mean together is
 * read in config.ts.
 */

const HTTP = ['https:', 'http:'] as const
const POSTGRES = ['postgres:', 'postgresql:'] as const

const server = {
  PORT: whole(0, 65_535, { words: 'where the server listens; 0 takes a free one', default: 8080 }),
  HOST: text('an address or a host name, for example 0.0.0.0 for all networks', /^[\w.:-]+$/, {
    words: 'the address it listens on',
    default: '127.0.0.1',
    defaultWords: '`127.0.0.1`: this machine only',
  }),
  TUCAI_MODE: choice(['demo', 'production'], {
    words: 'a demonstration makes a school with a roster and shows one-time codes in the terminal',
    defaultWords: '`production` with `NODE_ENV=production`, else `demo`',
  }),
  NODE_ENV: given({ words: '`production` is the same as `TUCAI_MODE=production`, which goes before it' }),
  TUCAI_ROLE: choice(['all', 'web', 'worker'], {
    words:
      'what this process does: it answers requests, handles jobs, or both. `web` and `worker` may run as often as wanted, on many machines: [scaling-out.md](scaling-out.md)',
    default: 'all',
  }),
  TUCAI_PHOTO_WORKERS: whole(1, 64, {
    words: 'processes of this machine that develop photos',
    defaultWords: 'cores less one',
  }),
  TUCAI_DATA_DIR: path({
    words: 'the folder of all that the program writes: database, photos, keys, logs',
    default: 'data',
  }),
  TUCAI_PUBLIC_URL: origin({
    words: 'where students open the product, when a proxy stands before it',
    neededFor: 'WeChat Pay',
  }),
  TUCAI_TRUSTED_PROXIES: declare(trustedProxiesMust, parseTrustedProxies, {
    words:
      'the proxies that are believed whom they serve (`X-Forwarded-For`): their addresses and networks, or how many stand one behind the other, each with a private address, or `none`',
    defaultWords: 'with `TUCAI_PUBLIC_URL` one proxy with a private address, else `none`',
  }),
} satisfies Table

const database = {
  DATABASE_URL: address(POSTGRES, {
    words: 'a PostgreSQL of your own (≥ 15), with the login of the database’s owner, instead of the bundled one',
    isSecret: true,
    neededFor: '`TUCAI_ROLE` `web` and `worker`',
  }),
  DATABASE_APP_URL: address(POSTGRES, {
    words: 'the application’s login there, when the owner may not make roles',
    defaultWords: '`<database>_app` is made',
    isSecret: true,
  }),
} satisfies Table

const keeping = {
  TUCAI_KEYS_DIR: path({
    words:
      'the folder of the keys that seal personal data, the same for all processes. A program with keys that are not the database’s does not start',
    defaultWords: '`keys` in the data',
    neededFor: '`TUCAI_ROLE` `web` and `worker`',
  }),
  TUCAI_BACKUP_KEY: path({
    words:
      'the file of the key that encrypts backups, made by `npm run tucai -- backup key FILE`: [operating.md](operating.md)',
    defaultWords: 'no backups',
  }),
  TUCAI_S3_BUCKET: given({
    words: 'a bucket of an object store that speaks S3, for pictures and documents',
    defaultWords: 'the folder `files` of the data',
    neededFor: '`TUCAI_ROLE` `web` and `worker`',
  }),
  TUCAI_S3_REGION: given({ words: 'its region' }),
  TUCAI_S3_ACCESS_KEY_ID: given({ words: 'who may read, write and delete in it', isSecret: true }),
  TUCAI_S3_SECRET_ACCESS_KEY: given({ words: 'the key’s secret', isSecret: true }),
  TUCAI_S3_ENDPOINT: address(HTTP, { words: 'the address of a store that is not Amazon’s' }),
  TUCAI_S3_STYLE: choice(['path', 'host'], {
    words: 'whether the bucket stands in the path or before the host',
    defaultWords: '`path` with an address of the store, else `host`',
  }),
} satisfies Table

const messages = {
  TUCAI_SMTP_URL: address(['smtp:', 'smtps:'], {
    words: 'the mail server for one-time codes and letters, for example `smtps://name:password@mail.example.edu.cn`',
    defaultWords: 'in the demonstration they are shown in the terminal',
    isSecret: true,
  }),
  TUCAI_MAIL_FROM: text('a mail address, with or without a name before it', /^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/, {
    words: 'whom letters come from',
    default: 'tucai@localhost',
  }),
  TUCAI_SMS_ACCESS_KEY_ID: given({ words: 'Alibaba Cloud’s SMS for one-time codes', defaultWords: 'codes go by mail' }),
  TUCAI_SMS_ACCESS_KEY_SECRET: given({ words: 'the key’s secret', isSecret: true }),
  TUCAI_SMS_SIGN_NAME: given({ words: 'the approved signature' }),
  TUCAI_SMS_TEMPLATE: given({ words: 'the approved template; it has the variable `code`' }),
  TUCAI_SMS_TEMPLATE_ABROAD: given({
    words: 'the template for phones outside the mainland',
    defaultWords: 'those phones are sent a mail',
  }),
  TUCAI_SMS_TEMPLATES: given({
    words: 'the templates of [messages to students](notices.md) by SMS, as JSON',
    defaultWords: 'they are told by mail',
  }),
  TUCAI_SMS_API_URL: address(HTTP, {
    words: 'another address of the service',
    default: 'https://dysmsapi.aliyuncs.com',
  }),
  TUCAI_WECHAT_TEMPLATES: given({
    words: 'the templates of [messages to students](notices.md) in WeChat, as JSON',
    defaultWords: 'they are told by mail',
  }),
} satisfies Table

const wechat = {
  TUCAI_WECHAT_APP_ID: given({
    words: 'the mini program, for signing in by WeChat and its phone number',
    defaultWords: 'no WeChat sign-in',
  }),
  TUCAI_WECHAT_APP_SECRET: given({ words: 'the mini program’s secret', isSecret: true }),
  TUCAI_WECHAT_PAGE_APP_ID: given({
    words: 'the official account, for paying on pages that are open inside WeChat',
    defaultWords: 'no such way to pay',
  }),
  TUCAI_WECHAT_PAGE_APP_SECRET: given({ words: 'the official account’s secret', isSecret: true }),
  TUCAI_WECHAT_API_URL: address(HTTP, {
    words: 'another address of WeChat',
    default: 'https://api.weixin.qq.com',
  }),
} satisfies Table

const money = {
  TUCAI_WECHAT_PAY_MERCHANT_ID: given({
    words: 'the merchant of WeChat Pay; needs `TUCAI_PUBLIC_URL` and one of the apps above',
    defaultWords: 'nobody takes money; the demonstration pretends to',
  }),
  TUCAI_WECHAT_PAY_SERIAL: given({ words: 'the serial of the merchant’s API certificate' }),
  TUCAI_WECHAT_PAY_PRIVATE_KEY: path({ words: 'the PEM file of that certificate’s key' }),
  TUCAI_WECHAT_PAY_API_KEY: given({ words: 'the APIv3 key, 32 characters', isSecret: true }),
  TUCAI_WECHAT_PAY_PUBLIC_KEY_ID: given({
    words: 'the id of WeChat Pay’s public key; certificates are taken too, so that a merchant may move from them',
    defaultWords: 'certificates',
  }),
  TUCAI_WECHAT_PAY_PUBLIC_KEY: path({ words: 'the PEM file of that public key' }),
  TUCAI_WECHAT_PAY_URL: address(HTTP, {
    words: 'another address of WeChat Pay, for example that of the emulator',
    defaultWords: '`https://api.mch.weixin.qq.com`',
  }),
  TUCAI_REFUND_ALONE_FEN: whole(0, 10_000_000, {
    words: 'up to this sum of one order a member of staff gives back alone; above it a second one approves',
    default: 5000,
  }),
} satisfies Table

const documents = {
  TUCAI_DOCUMENT_READER: choice(['embedded', 'wechat', 'tencent'], {
    words:
      'who reads pictures of identity documents: this machine, the mini program above, or Tencent Cloud; passports are always read on this machine',
    default: 'embedded',
  }),
  TUCAI_TENCENT_SECRET_ID: given({ words: 'Tencent Cloud’s key', neededFor: '`TUCAI_DOCUMENT_READER=tencent`' }),
  TUCAI_TENCENT_SECRET_KEY: given({
    words: 'the key’s secret',
    neededFor: '`TUCAI_DOCUMENT_READER=tencent`',
    isSecret: true,
  }),
  TUCAI_TENCENT_REGION: text('a region, e.g. ap-shanghai', /^[a-z]+(-[a-z0-9]+)+$/, {
    words: 'its region',
    default: 'ap-shanghai',
  }),
  TUCAI_TENCENT_OCR_URL: address(HTTP, {
    words: 'another address of it',
    default: 'https://ocr.tencentcloudapi.com',
  }),
} satisfies Table

const centre = {
  TUCAI_BRAND_NAME: line(40, { words: 'the centre’s name', default: '上海图像信息采集中心' }),
  TUCAI_BRAND_WORDMARK: line(12, { words: 'its logo’s letters', default: 'SPAC' }),
  TUCAI_SERVICE_PHONE: line(40, { words: 'what 联系客服 shows', default: '' }),
  TUCAI_SERVICE_HOURS: line(60, { words: 'when somebody answers there', default: '' }),
  TUCAI_SENDER_NAME: line(40, {
    words: 'who sends parcels, as it stands on labels and in couriers’ files',
    defaultWords: 'no labels',
  }),
  TUCAI_SENDER_PHONE: line(30, { words: 'the sender’s phone' }),
  TUCAI_SENDER_ADDRESS: line(100, { words: 'the sender’s address' }),
  TUCAI_FONTS_DIR: path({
    words: 'a folder of fonts (.ttf, .otf, .ttc) for rare characters on prints, labels and lists',
    defaultWords: 'Noto Sans SC alone',
  }),
  TUCAI_MASK_MODEL: path({
    words: 'manifest of [a mask model of your own](own-mask-model.md)',
    defaultWords: 'the bundled network',
  }),
} satisfies Table

const watching = {
  TUCAI_METRICS_PORT: whole(0, 65_535, {
    words: 'where [metrics](operating.md#watching-it) can be read in the form of Prometheus: `/metrics`',
    defaultWords: 'nowhere',
  }),
  TUCAI_METRICS_HOST: text('an address or a host name', /^[\w.:-]+$/, {
    words: 'the address that port is listened on',
    default: '127.0.0.1',
    defaultWords: '`127.0.0.1`: this machine only',
  }),
  TUCAI_METRICS_TOKEN: text('16 to 200 letters, digits or . _ ~ + / = -', /^[\w.~+/=-]{16,200}$/, {
    words: 'what whoever reads them must bring: `Authorization: Bearer …`',
    neededFor: '`TUCAI_METRICS_HOST` beyond this machine',
    isSecret: true,
  }),
  TUCAI_LOG_LEVEL: choice(['debug', 'info', 'warn', 'error'], {
    words: 'the least that is written to the log',
    default: 'info',
  }),
  TUCAI_LOG: choice(['file', 'stdout'], {
    words: 'where the log is: in `logs` of the data, or on standard output too, as JSON, for containers',
    default: 'file',
  }),
} satisfies Table

/** Read by scripts, not by the server. */
const development = {
  TUCAI_API_ORIGIN: origin({
    words: 'building the mini program: the server that it talks to',
  }),
  TUCAI_CHROMIUM: path({ words: 'testing: the browser', defaultWords: 'looked for in the usual places' }),
  TUCAI_REQUIRE: given({ words: 'testing: what may not be skipped, `browser,data`' }),
} satisfies Table

type Table = Record<string, Setting<unknown>>

export const chapters: { title: string; settings: Table }[] = [
  { title: 'The server', settings: server },
  { title: 'The database', settings: database },
  { title: 'Files and keys', settings: keeping },
  { title: 'Messages to people', settings: messages },
  { title: 'WeChat', settings: wechat },
  { title: 'Money', settings: money },
  { title: 'Identity documents', settings: documents },
  { title: 'The centre', settings: centre },
  { title: 'Watching it', settings: watching },
  { title: 'Building and testing', settings: development },
]

export const settings = {
  ...server,
  ...database,
  ...keeping,
  ...messages,
  ...wechat,
  ...money,
  ...documents,
  ...centre,
  ...watching,
  ...development,
}

export type SettingName = keyof typeof settings

/** Settings that make sense together only. */
export const together = {
  bucket: ['TUCAI_S3_BUCKET', 'TUCAI_S3_REGION', 'TUCAI_S3_ACCESS_KEY_ID', 'TUCAI_S3_SECRET_ACCESS_KEY'],
  sms: ['TUCAI_SMS_ACCESS_KEY_ID', 'TUCAI_SMS_ACCESS_KEY_SECRET', 'TUCAI_SMS_SIGN_NAME', 'TUCAI_SMS_TEMPLATE'],
  miniProgram: ['TUCAI_WECHAT_APP_ID', 'TUCAI_WECHAT_APP_SECRET'],
  page: ['TUCAI_WECHAT_PAGE_APP_ID', 'TUCAI_WECHAT_PAGE_APP_SECRET'],
  merchant: [
    'TUCAI_WECHAT_PAY_MERCHANT_ID',
    'TUCAI_WECHAT_PAY_SERIAL',
    'TUCAI_WECHAT_PAY_PRIVATE_KEY',
    'TUCAI_WECHAT_PAY_API_KEY',
  ],
  payPublicKey: ['TUCAI_WECHAT_PAY_PUBLIC_KEY_ID', 'TUCAI_WECHAT_PAY_PUBLIC_KEY'],
  tencent: ['TUCAI_TENCENT_SECRET_ID', 'TUCAI_TENCENT_SECRET_KEY'],
  sender: ['TUCAI_SENDER_NAME', 'TUCAI_SENDER_PHONE', 'TUCAI_SENDER_ADDRESS'],
} as const satisfies Record<string, readonly SettingName[]>
