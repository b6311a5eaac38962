import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { printedOrders as ordersPrinted } from '../../test/printed-orders.ts'
import { startWorld, type World } from '../../test/world.ts'
import { UsageWrong } from '../platform/command.ts'
import { paperFonts } from '../platform/paper/paper.ts'
import { printedOrders } from '../print/prints.ts'
import { exportShipments, importShipments, listShipments } from './shipment-commands.ts'

let world: World
let folder: string
beforeAll(async () => {
  world = await startWorld()
  folder = await mkdtemp(join(tmpdir(), 'tucai-parcels-'))
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

const sender = { name: '采集中心', phone: '021-36521352', address: '上海市虹口区虬江支路181号' }

async function run(command: 'list' | 'export' | 'import', ...args: string[]) {
  const ground = { ...world.deps, sender, printedOrders, fonts: paperFonts(undefined) }
  const said: string[] = []
  const say = (line: string) => said.push(line)
  if (command === 'list') return { code: await listShipments(ground, args, say), said }
  const work = command === 'export' ? exportShipments : importShipments
  return { code: await work(ground, args, folder, say), said }
}

it('a courier’s file goes out with everything it needs, and comes back with the numbers', async () => {
  const campaign = await world.aCampaign()
  const { campaignId } = campaign
  const orders = await ordersPrinted(world, 3, {
    ...campaign,
    address: { recipient: '阿依古丽·买买提', detail: '"=1+1" 号' },
  })
  const { said } = await run('export', 'out.csv', '--campaign', campaignId, '--courier', 'zto')
  expect(said[0]).toMatch(/^3 个包裹：/)
  const csv = (await readFile(join(folder, 'out.csv'))).toString()
  expect(csv).toContain('"订单号","收件人","收件人手机","收件省","收件市","收件区"')
  expect(csv).toContain(
    '"阿依古丽·买买提","13800138000","上海市","上海市","浦东新区","""=1+1"" 号","照片1份","1","采集中心"',
  )
  expect((await run('list', '--campaign', campaignId)).said).toContain('待寄出 3')
  const rows = orders.map(({ number }, place) => `${number},中通,7312345678901${place}`)
  await writeFile(join(folder, 'back.csv'), ['订单号,快递公司,运单号', ...rows].join('\n'))
  expect(await run('import', 'back.csv', '--dry-run')).toEqual({
    code: 0,
    said: ['未写入：寄出 3，未变 0，有问题 0。'],
  })
  expect(await run('import', 'back.csv')).toEqual({ code: 0, said: ['寄出 3，未变 0，有问题 0。'] })
  expect(await run('import', 'back.csv')).toEqual({ code: 0, said: ['未写入：寄出 0，未变 3，有问题 0。'] })
  expect((await run('list', '--campaign', campaignId)).said).toContain('已寄出 3')
})

it('what is wrong is said in words, with its cell, and nothing is stored', async () => {
  await writeFile(join(folder, 'wrong.csv'), '订单号,运单号\n1.2E+17,SF1402000008831\n')
  expect(await run('import', 'wrong.csv', '--courier', 'sf')).toEqual({
    code: 1,
    said: [
      '第 2 行 A2 订单号：号码被表格软件变成了科学计数法，请把这一列设为文本后重新导出',
      '未写入：寄出 0，未变 0，有问题 1。',
    ],
  })
  await expect(run('import', 'nothing.csv')).rejects.toThrow(UsageWrong)
  await expect(run('import', 'wrong.csv', '--courier', 'nobody')).rejects.toThrow(UsageWrong)
  await expect(run('list', '--campaign', 'cmp_none')).rejects.toThrow(UsageWrong)
})
