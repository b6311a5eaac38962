import { fastify } from 'fastify'
import { expect, it } from 'vitest'
import { FilesAway } from '../files.ts'
import { answerRefusals } from './refusals.ts'

const refused = (code: string) => Object.assign(new Error(code), { code, syscall: 'write' })

it.each<[string, Error]>([
  ['the store of files is away', new FilesAway('photo/a.jpg', new Error('socket hang up'))],
  ['the disk is full', refused('ENOSPC')],
  ['the quota of the disk is used up', refused('EDQUOT')],
  ['the database does not answer', refused('ECONNREFUSED')],
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
