import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { paintedPages } from '@tucai/portrait/pdf-page'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { aPrintableOrder } from '../../test/printable.ts'
import { startWorld, type World } from '../../test/world.ts'
import { UsageWrong } from '../platform/command.ts'
import { printCommand } from './print-commands.ts'

vi.setConfig({ testTimeout: 90_000 })

let world: World
let folder: string
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
  folder = await mkdtemp(join(tmpdir(), 'print-'))
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true })
})

async function run(...args: string[]): Promise<string[]> {
  const said: string[] = []
  expect(await printCommand(world.deps, folder, args, (line) => said.push(line))).toBe(0)
  return said
}

it('from the command line a batch is made, looked up, written to a file and marked printed', async () => {
  const campaign = await world.aCampaign()
  const { campaignId } = campaign
  const [first, second] = [await aPrintableOrder(world.deps, campaign), await aPrintableOrder(world.deps, campaign)]
  expect(await run('list', '--campaign', campaignId)).toEqual(['待冲印 2 份订单，2 张'])
  const [made] = await run('make', '--campaign', campaignId)
  expect(made).toMatch(/^P\d{8}-\d\d {2}待冲印 {2}2 份 {2}2 张$/)
  const number = made!.split(' ')[0]!
  await run('pdf', number, '--out', 'sheets.pdf')
  expect(paintedPages(await readFile(join(folder, 'sheets.pdf')))).toHaveLength(3)
  expect(await run('printed', number, '--except', second.orderNumber)).toEqual([`${number} 已冲印，除外 1`])
  expect(await run('list', '--campaign', campaignId)).toEqual([
    '待冲印 1 份订单，1 张',
    `${number}  已冲印  2 份  2 张  未印 1`,
  ])
  const rows = await world.query<{ state: string }>('SELECT state FROM print_item WHERE order_id = $1', [first.orderId])
  expect(rows).toEqual([{ state: 'printed' }])
})

it('what cannot be done is said in one sentence', async () => {
  const { campaignId } = await world.aCampaign()
  for (const args of [
    ['make'],
    ['make', '--campaign', campaignId],
    ['make', '--campaign', campaignId, '--delivery', 'pigeon'],
    ['list', '--campaign', 'cmp_nobodys'],
    ['printed', 'P20270101-01'],
    ['pdf', 'P20270101-01', '--out', 'x.pdf'],
  ])
    await expect(run(...args)).rejects.toThrow(UsageWrong)
})
