import { unread } from '@tucai/reader'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTencentEmulator, type TencentEmulator } from '../../../emulators/tencent.ts'
import { openWechatEmulator, type WechatEmulator } from '../../../emulators/wechat.ts'
import { openWechatApi } from '../platform/wechat-api.ts'
import { type DocumentReader, DocumentReaderAway } from './document.ts'
import { tencentReader } from './tencent-reader.ts'
import { wechatReader } from './wechat-reader.ts'

const clock = { now: () => new Date('2026-11-22T04:00:00Z') }
const picture = Buffer.from('the bytes of a picture')
const number = '310110200402020563'
/** Reads no card: that it was asked shows in the provider’s name. */
const embedded: DocumentReader = {
  read: async (_, kind) => ({ reading: unread(kind ?? null), crops: {}, provider: 'embedded' }),
  warmUp: async () => {},
  stop: async () => {},
}
const app = { appId: 'wx1', appSecret: 'secret of the app' }
const key = { secretId: 'AKIDtest', secretKey: 'secret of the key' }
let wechat: WechatEmulator
let tencent: TencentEmulator

beforeAll(async () => {
  wechat = await openWechatEmulator(app)
  tencent = await openTencentEmulator(key, clock.now)
})
afterAll(async () => {
  await wechat.close()
  await tencent.close()
})

/** Both providers are told to have read this card. */
function print({ id = number, gender = '女', name = '张晓雨' } = {}): void {
  wechat.card = { type: 'Front', name, id, addr: '上海市杨浦区漕宝路997号', gender, nationality: '汉' }
  const rest = {
    Nation: '汉',
    Birth: '2004/2/2',
    Address: '上海市杨浦区漕宝路997号',
    AdvancedInfo: '{"WarnInfos":[-9103]}',
  }
  tencent.answer = { Name: name, IdNum: id, Sex: gender, ...rest }
}

const readers = [
  ['wechat', () => wechatReader(openWechatApi({ ...app, apiUrl: wechat.url }, clock), clock, embedded)],
  ['tencent', () => tencentReader({ ...key, apiUrl: tencent.url, region: 'ap-shanghai' }, clock, embedded)],
] as const

describe.each(readers)('%s', (provider, reader) => {
  it('reads a card, with the same rules as every provider', async () => {
    print()
    const read = await reader().read(picture, 'idcard')
    expect(read.provider).toBe(provider)
    expect(read.reading.fields).toMatchObject({
      name: { value: '张晓雨', flags: [] },
      idNumber: { value: number, flags: [] },
      birth: { value: '20040202', source: 'number', flags: [] },
      gender: { value: '女', source: 'number', flags: [] },
      nation: { value: '汉' },
      address: { value: '上海市杨浦区漕宝路997号' },
    })
  })

  it('never lets a number pass whose check character is wrong, nor a sex that contradicts it', async () => {
    print({ id: '310110200402020564' })
    const wrong = await reader().read(picture, 'idcard')
    expect(wrong.reading.fields.idNumber).toMatchObject({ flags: ['checksum'] })
    expect(wrong.reading.warnings).toContain('number-doubtful')
    print({ gender: '男' })
    const contradicted = await reader().read(picture, 'idcard')
    expect(contradicted.reading.fields.gender).toMatchObject({ value: '女', flags: ['printed-differs'] })
  })

  it('leaves passports to the embedded reader', async () => {
    print()
    expect((await reader().read(picture, 'passport')).provider).toBe('embedded')
  })

  it('says that a picture is no card, and asks the embedded reader when nobody said it would be one', async () => {
    wechat.card = null
    tencent.answer = { Error: { Code: 'FailedOperation.ImageNoIdCard' } }
    expect((await reader().read(picture, 'idcard')).reading.warnings).toEqual(['not-a-document'])
    expect((await reader().read(picture, undefined)).provider).toBe('embedded')
  })
})

it('a call to Tencent Cloud with a wrong key or an old clock is refused there, and the reader is away', async () => {
  print()
  const setting = { apiUrl: tencent.url, region: 'ap-shanghai' }
  const wrongKey = tencentReader({ ...setting, ...key, secretKey: 'another' }, clock, embedded)
  await expect(wrongKey.read(picture, 'idcard')).rejects.toThrow(DocumentReaderAway)
  const late = { now: () => new Date(clock.now().getTime() - 3_600_000) }
  await expect(tencentReader({ ...setting, ...key }, late, embedded).read(picture, 'idcard')).rejects.toThrow(
    'SignatureExpire',
  )
})

it('what Tencent Cloud warns of reaches the student', async () => {
  print()
  const read = await tencentReader({ ...key, apiUrl: tencent.url, region: 'ap-shanghai' }, clock, embedded).read(
    picture,
    'idcard',
  )
  expect(read.reading.warnings).toEqual(['screen'])
  expect(tencent.pictures.at(-1)).toEqual(picture)
})

it('WeChat is asked once more with a new token when it no longer accepts the one there is', async () => {
  print()
  const reader = wechatReader(openWechatApi({ ...app, apiUrl: wechat.url }, clock), clock, embedded)
  await reader.read(picture, 'idcard')
  wechat.endToken()
  expect((await reader.read(picture, 'idcard')).reading.fields.idNumber?.value).toBe(number)
})

it('a provider that fails is away, not an error of the picture', async () => {
  wechat.failing = true
  const reader = wechatReader(openWechatApi({ ...app, apiUrl: wechat.url }, clock), clock, embedded)
  await expect(reader.read(picture, 'idcard')).rejects.toThrow(DocumentReaderAway)
  wechat.failing = false
})
