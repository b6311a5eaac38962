import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWechatEmulator, type WechatEmulator } from '../../../emulators/wechat.ts'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../../emulators/wechat-pay/emulator.ts'
import { readFinishedFile } from '../browser/finished-photo.ts'
import { goodPhoto } from '../pictures.ts'
import { type RosterPerson, startWorld, type World } from '../world.ts'
import { openPhone, type Phone } from './phone.ts'

const built = path.resolve(import.meta.dirname, '../../../student/dist/weapp')
const weapp = { appId: 'wx0000000000000000', appSecret: 'the secret of a mini program' }
const openId = 'openid-of-a-graduate'

describe('the mini program as WeChat would run it, with its server and WeChat Pay', () => {
  let world: World
  let wechat: WechatEmulator
  let wechatPay: WechatPayEmulator
  let phone: Phone
  let person: RosterPerson

  beforeAll(async () => {
    wechat = await openWechatEmulator(weapp)
    wechatPay = await openWechatPayEmulator({ appIds: [weapp.appId, 'wx1111111111111111'] })
    const environment = {
      TUCAI_WECHAT_API_URL: wechat.url,
      TUCAI_WECHAT_APP_ID: weapp.appId,
      TUCAI_WECHAT_APP_SECRET: weapp.appSecret,
    }
    world = await startWorld({ wechatPay, environment })
    phone = openPhone(world.url, built, {
      photo: await goodPhoto(),
      language: 'zh_CN',
      loginCode: () => wechat.loginCode(openId),
      pay: (parameters) => wechatPay.pay({ appId: weapp.appId, ...parameters } as never, { openId }).errMsg,
    })
  })
  afterAll(async () => {
    phone?.close()
    await world?.close()
    await wechatPay?.close()
    await wechat?.close()
  })

  it('reads the privacy guide, registers and signs in', async () => {
    person = await world.aGraduate()
    await phone.open()
    await phone.tap('第一次使用')
    await phone.tap('同意并继续')
    await phone.at('number')
    await phone.type('number', person.number)
    await phone.tap('下一步')
    await phone.at('register')
    for (const [id, value] of Object.entries({ phone: '13900000126', name: person.name, mail: 'lin@example.com' }))
      await phone.type(id, value)
    await phone.tap('注册')
    await phone.at('sign-in')
    expect(String(await phone.valueOf('number')).replaceAll(' ', '')).toBe(person.number)
    await phone.type('password', person.number.slice(-6))
    await phone.tap('登录')
    await phone.at('home')
    await phone.reading(`${person.name}，你好`)
  })

  it('confirms the information and takes the photo, although the line drops while it is sent', async () => {
    await phone.tap('开始线上采集')
    await phone.reading(person.studentNumber)
    await phone.tap('下一步')
    await phone.reading('拍摄时需要纯色背景')
    await phone.tap('拍摄照片')
    await phone.reading('照片不修饰人像，不用于人脸识别')
    await phone.tap('同意并继续')
    await phone.at('viewfinder')
    phone.line.losesAnswerTo.push(/^POST .*\/photos$/)
    await phone.tap('拍摄照片')
    await phone.reading('隐私保护提示')
    await phone.tap('同意')
    await phone.at('confirm')
    await phone.tap('处理前后对比')
    await phone.reading('处理前')
    await phone.tap('标准线')
    await phone.reading('头顶')
    expect(phone.line.losesAnswerTo).toEqual([])
    expect(await world.query('SELECT state FROM photo')).toEqual([{ state: 'finished' }])
    await phone.tap('确认')
  })

  it('chooses prints and says where to send them', async () => {
    await phone.at('paper')
    await phone.tap(/^需要/)
    await phone.tap('下一步')
    await phone.at('mail')
    expect(await phone.valueOf('recipient')).toBe(person.name)
    await phone.tap(/^省市区/)
    for (const place of ['上海市', '浦东新区']) await phone.tap(place)
    await phone.type('detail', '示范路100号6号楼302室')
  })

  it('two taps and a lost answer make one order', async () => {
    phone.line.losesAnswerTo.push(/^POST .*\/orders$/)
    await phone.tap('下一步', 2)
    for (const purpose of ['邮寄纸质版照片', '提供给学校和学信网']) {
      await phone.reading(purpose)
      await phone.tap('同意并继续', 2)
    }
    await phone.at('order')
    await phone.reading('请核对信息，确认后支付')
    await phone.reading('上海市 浦东新区')
    expect(phone.line.losesAnswerTo).toEqual([])
    expect(await world.query('SELECT state FROM "order"')).toEqual([{ state: 'unpaid' }])
  })

  it('pays once at WeChat Pay, with two taps, and the order shows as paid', async () => {
    await phone.tap('去支付', 2)
    await phone.reading('支付成功')
    const paid = await world.query('SELECT provider, way, state FROM payment')
    expect(paid).toEqual([{ provider: 'wechat-pay', way: 'weapp', state: 'paid' }])
    expect(wechatPay.ledger().payments.map(({ payerFen }) => payerFen)).toEqual([3500])
    await phone.tap('查看订单')
    await phone.at('order-detail')
    await phone.reading('支付成功，照片审核中')
    await phone.reading('示范路100号6号楼302室')
  })

  it('looks up what was collected and saves the photo to the album', async () => {
    await phone.tap('返回')
    await phone.at('orders')
    await phone.tap('返回')
    await phone.tap(/^已完成的采集/)
    await phone.reading('等待审核')
    await phone.reading(person.studentNumber)
    await phone.tap(/保存电子版照片/)
    await phone.reading('照片已保存')
    expect(readFinishedFile(phone.done.album[0]!)).toMatchObject({ widthPx: 480, heightPx: 640, baseline: true })
  })

  it('every control on the way had a name for screen readers, and nothing went wrong unsaid', () => {
    expect([...phone.nameless]).toEqual([])
    expect(phone.complaints.filter((words) => !words.includes('ERR_CONNECTION_RESET'))).toEqual([])
  })
})
