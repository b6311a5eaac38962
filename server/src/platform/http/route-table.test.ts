import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { paths } from '@tucai/contract'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLog } from '../log.ts'
import { openApp } from './open-app.ts'
import { openRouteTable, type RouteTable } from './route-table.ts'

let folder: string
let app: FastifyInstance
let table: RouteTable
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tucai-routes-'))
  app = await openApp(openLog({ logsFolder: folder }))
  const nobody = { student: async () => undefined, staff: async () => undefined }
  table = openRouteTable(app, nobody, undefined, { once: (_, __, work) => work() })
})
afterEach(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

it('a route that the contract does not list can not be served', () => {
  expect(() => app.get('/api/graduates', async () => [])).toThrow('no route of the contract')
  const [, url] = paths.staffShow
  expect(() => app.delete(url, async () => ({}))).toThrow('no route of the contract')
})

it('a route is served once, and the program does not start while one of the contract is not served', () => {
  table.handle('staffSessionEnd', async () => ({}))
  expect(() => table.handle('staffSessionEnd', async () => ({}))).toThrow('served twice')
  expect(() => table.close()).toThrow(/nothing serves: .*staffShow/)
})
