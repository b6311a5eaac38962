import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { Rsa } from 'wechatpay-axios-plugin'
import { exampleKey, sealed, sealedCertificate, signedAnswer, signedRequests } from './published.ts'
import { answerMessage, isSigned, payMessage, requestMessage, seal, signText, unseal } from './signing.ts'

const privateKey = createPrivateKey({ key: Buffer.from(exampleKey, 'base64'), format: 'der', type: 'pkcs1' })
const publicKey = createPublicKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))

test.each(signedRequests)('signs and verifies the documents’ request $method $url', (example) => {
  const { method, url, timestamp, nonce, body, signature } = example
  const message = requestMessage(method, url, timestamp, nonce, body)
  expect(signText(message, privateKey)).toBe(signature)
  expect(isSigned(message, signature, publicKey)).toBe(true)
  expect(isSigned(`${message} `, signature, publicKey)).toBe(false)
})

test('verifies the documents’ answer with the documents’ public key', () => {
  const { timestamp, nonce, body, signature } = signedAnswer
  const key = createPublicKey({ key: Buffer.from(signedAnswer.publicKey, 'base64'), format: 'der', type: 'spki' })
  expect(isSigned(answerMessage(timestamp, nonce, body), signature, key)).toBe(true)
  expect(isSigned(answerMessage(timestamp, nonce, body.replace('1', '2')), signature, key)).toBe(false)
})

test('the message to start a payment is the documents’, signed as an unrelated library signs it', () => {
  const nonce = '5K8264ILTKCH16CQ2502SI8ZNMTM67VS'
  const message = payMessage(
    'wx8888888888888888',
    '1414561699',
    nonce,
    'prepay_id=wx201410272009395522657a690389285100',
  )
  expect(message).toBe(
    'wx8888888888888888\n1414561699\n5K8264ILTKCH16CQ2502SI8ZNMTM67VS\nprepay_id=wx201410272009395522657a690389285100\n',
  )
  expect(signText(message, privateKey)).toBe(Rsa.sign(message, privateKey))
})

test('encrypts and decrypts the provider’s own examples', () => {
  const { key, text, value } = sealed
  expect(seal(text, key, value.associated_data, value.nonce)).toEqual(value)
  expect(unseal(value, key)).toBe(text)
  expect(new X509Certificate(unseal(sealedCertificate.value, key)).serialNumber).toBe(sealedCertificate.serial)
  expect(() => unseal({ ...value, nonce: 'uluk4a9R25RX' }, key)).toThrow()
})
