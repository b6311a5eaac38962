import { createPrivateKey, X509Certificate } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { Aes } from 'wechatpay-axios-plugin'
import { makeCertificate } from './certificates.ts'
import { openWechatPayEmulator, type WechatPayEmulator } from './emulator.ts'
import { anOrder, ask, unrelatedClient } from './merchant.ts'
import { newKeyPair } from './platform.ts'

let emulator: WechatPayEmulator | undefined
afterEach(() => emulator?.close())

test('a certificate is a real one: names, times, serial, key and its own signature', () => {
  const { privateKey, publicKey } = newKeyPair()
  const made = makeCertificate(privateKey, new Date('2027-06-01T04:00:00.500Z'))
  const read = new X509Certificate(made.pem)
  expect(read.serialNumber).toBe(made.serial)
  expect(made.serial).toMatch(/^[0-9A-F]{40}$/)
  expect(read.subject).toBe('O=tucai\nCN=Emulated payment platform')
  expect(read.issuer).toBe('O=tucai\nCN=Emulated CA')
  expect(new Date(read.validFrom)).toEqual(new Date('2027-06-01T04:00:00Z'))
  expect(new Date(read.validTo)).toEqual(new Date('2032-06-01T04:00:00Z'))
  expect(read.checkPrivateKey(privateKey)).toBe(true)
  expect(read.verify(publicKey)).toBe(true)
})

test('a certificate beyond 2049 is written in the longer form of time', () => {
  const made = makeCertificate(newKeyPair().privateKey, new Date('2049-06-01T00:00:00Z'))
  expect(new Date(new X509Certificate(made.pem).validTo)).toEqual(new Date('2054-06-01T00:00:00Z'))
})

async function download(from: WechatPayEmulator) {
  const { body } = await ask(from, 'GET', '/v3/certificates')
  return (body.data as Listed[]).map(({ serial_no, encrypt_certificate: { ciphertext, nonce, associated_data } }) => {
    const pem = Aes.AesGcm.decrypt(ciphertext, from.merchant.apiKey, nonce, associated_data)
    expect(new X509Certificate(pem).serialNumber).toBe(serial_no)
    return [serial_no, pem] as const
  })
}

interface Listed {
  serial_no: string
  encrypt_certificate: { ciphertext: string; nonce: string; associated_data: string }
}

test('a client that downloaded both certificates follows the change from one to the other', async () => {
  emulator = await openWechatPayEmulator({ mode: 'certificate', timers: false })
  const [first] = await download(emulator)
  const old = unrelatedClient(emulator, Object.fromEntries([first!]))
  emulator.platform.addCertificate(emulator.now())
  const both = unrelatedClient(emulator, Object.fromEntries(await download(emulator)))
  const place = (client: typeof old) =>
    client.v3.pay.transactions.jsapi.post(anOrder(emulator!, 'https://photo.example/notices'))
  await place(old)
  emulator.platform.useNewestCertificate()
  await place(both)
  await expect(place(old)).rejects.toThrow()
  emulator.platform.retireCertificates()
  expect((await download(emulator)).map(([serial]) => serial)).not.toContain(first![0])
})

test('in public-key mode there is no certificate to download', async () => {
  emulator = await openWechatPayEmulator({ timers: false })
  expect(emulator.platform.publicKey!.id).toMatch(/^PUB_KEY_ID_\d{34}$/)
  expect(await ask(emulator, 'GET', '/v3/certificates')).toMatchObject({
    status: 404,
    body: { code: 'RESOURCE_NOT_EXISTS' },
  })
})

test('a merchant may bring keys of its own', async () => {
  const privateKey = newKeyPair().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  emulator = await openWechatPayEmulator({ privateKey, serial: 'A1', apiKey: 'k'.repeat(32), timers: false })
  expect(createPrivateKey(emulator.merchant.privateKey).asymmetricKeyType).toBe('rsa')
  expect((await ask(emulator, 'GET', '/v3/refund/domestic/refunds/R1')).status).toBe(404)
})

test('while a merchant moves, the key signs for requests that name it and for notices once told, certificates the rest', async () => {
  emulator = await openWechatPayEmulator({ mode: 'moving', timers: false })
  const { id } = emulator.platform.publicKey!
  const [certificate] = emulator.platform.certificates()
  const order = anOrder(emulator, 'https://photo.example/notices')
  const serialOf = async (headers: Record<string, string>) =>
    (await ask(emulator!, 'POST', '/v3/pay/transactions/jsapi', order, { headers })).headers.get('wechatpay-serial')
  expect(await serialOf({})).toBe(certificate!.serial)
  expect(await serialOf({ 'Wechatpay-Serial': id })).toBe(id)
  expect(await download(emulator)).toHaveLength(1)
  expect(emulator.makeNotice(order.out_trade_no).headers['Wechatpay-Serial']).toBe(certificate!.serial)
  emulator.platform.noticesByKey = true
  expect(emulator.makeNotice(order.out_trade_no).headers['Wechatpay-Serial']).toBe(id)
})
