import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { WechatPayEmulator } from '../../emulators/wechat-pay/emulator.ts'
import type { PaymentRequest } from '../src/payment/provider.ts'
import type { WechatPaySetting } from '../src/payment/wechat-pay/setting.ts'

/** A merchant of WeChat Pay that exists nowhere. */
export function aMerchant(url: string, changed: Partial<WechatPaySetting> = {}): WechatPaySetting {
  return {
    url,
    merchantId: '1900000001',
    serial: '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C',
    privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    apiKey: 'an-api-key-of-exactly-32-letters',
    noticeUrl: 'https://photo.example.edu.cn/api/payments/wechat-pay/notices',
    weappId: 'wx00000000000000aa',
    pageId: 'wx00000000000000bb',
    ...changed,
  }
}

/** The merchant that an emulator knows. */
export function merchantOf(emulator: WechatPayEmulator, changed: Partial<WechatPaySetting> = {}): WechatPaySetting {
  const { mchid, serial, privateKey, apiKey, appIds } = emulator.merchant
  const { publicKey } = emulator.platform
  return aMerchant(emulator.url, {
    ...{ merchantId: mchid, serial, apiKey, privateKey: createPrivateKey(privateKey) },
    ...{ weappId: appIds[0], pageId: appIds[1] },
    publicKey: publicKey && { id: publicKey.id, key: createPublicKey(publicKey.pem) },
    ...changed,
  })
}

export function aPaymentRequest(changed: Partial<PaymentRequest> = {}): PaymentRequest {
  return {
    tradeNumber: 'T202611250000000001',
    amountFen: 3500,
    description: '毕业生图像采集',
    way: 'weapp',
    payer: 'openid-of-somebody',
    payerAddress: '203.0.113.9',
    expiresAt: new Date('2026-11-25T16:30:00Z'),
    returnUrl: 'https://photo.example.edu.cn/#/pages/order?id=ord_1&x=2',
    ...changed,
  }
}
