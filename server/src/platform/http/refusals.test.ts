import multipart from '@fastify/multipart'
import { fastify } from 'fastify'
import { expect, it } from 'vitest'
import { ChildFailed } from '../children.ts'
import { FilesAway } from '../files.ts'
import { answerRefusals } from './refusals.ts'

const refused = (code: string) => Object.assign(new Error(code), { code, syscall: 'write' })

it.each<[string, Error]>([
  ['the store of files is away', new FilesAway('photo/a.jpg', new Error('socket hang up'))],
  ['the disk is full', refused('ENOSPC')],
  ['the quota of the disk is used up', refused('EDQUOT')],
  ['the database does not answer', refused('ECONNREFUSED')],
  ['no worker starts', new ChildFailed('start')],
])('while %s, a request is told to come back, and nothing of the cause', async (_, error) => {
  const app = fastify()
  answerRefusals(app)
  app.get('/', () => {
    throw error
  })
  const answer = await app.inject('/')
  expect([answer.statusCode, answer.headers['retry-after'], answer.json().code]).toEqual([503, '5', 'busy'])
  expect(answer.body).not.toContain(error.message)
})

it.each([
  ['ends too soon', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx'],
  ['has no boundary', 'multipart/form-data; boundary=', '--b--\r\n'],
  ['has an endless boundary', `multipart/form-data; boundary=${'b'.repeat(300)}`, '--b--\r\n'],
])('a form that %s is refused, not failed', async (_, type, payload) => {
  const app = fastify()
  answerRefusals(app)
  await app.register(multipart)
  app.post('/', async (request) => {
    for await (const part of request.parts()) if (part.type === 'file') part.file.resume()
    return {}
  })
  const answer = await app.inject({ method: 'POST', url: '/', headers: { 'content-type': type }, payload })
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'request-malformed'])
})
