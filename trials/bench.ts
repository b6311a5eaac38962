import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { demoGraduates } from '../server/src/demo/demo-roster.ts'
import { type Browser, openBrowser } from './bench/browser.ts'
import { goToCamera, goToPaidOrder } from './bench/journey.ts'
import { type Picture, pictures } from './bench/pictures.ts'
import { startProduct } from './bench/running-product.ts'
import { quantile, table } from './bench/table.ts'
import { type Take, take } from './bench/take.ts'

/**
 * How long a student waits, measured from outside over HTTP on a product of its own:
 *   npm run bench [-- --takes 20]
 * `CPU ms` is the product's, `others` the share of the machine that other programs took meanwhile.
 * Each picture is sent by another student; the first take of the product is shown apart, as nothing is warm then.
 */
const students = demoGraduates.filter(({ kind }) => kind === 'idcard').slice(1)
const wholeRunWithinMs = 8 * 60_000

type Steps = [step: string, ms: number][]

function watchInto(steps: Steps) {
  return async <T>(step: string, run: () => Promise<T>): Promise<T> => {
    const begunAt = performance.now()
    const result = await run()
    steps.push([step, performance.now() - begunAt])
    return result
  }
}

async function takesOf(browser: Browser, graduateId: string, picture: Picture, count: number, processId: number) {
  const takes: Take[] = []
  for (let nth = 0; nth < count; nth++) takes.push(await take(browser, graduateId, picture.jpeg, processId))
  return takes
}

const seconds = (ms: number) => (ms / 1000).toFixed(2)
const whole = (value: number) => Math.round(value).toLocaleString('en-US')

function takeRow(name: string, picture: Picture, takes: Take[]): string[] {
  const of = (key: 'wholeMs' | 'uploadMs' | 'finishedBytes') => takes.map((one) => one[key])
  const cpu = takes.flatMap(({ cpuMs }) => cpuMs ?? [])
  const others = takes.flatMap(({ othersCpuMs, wholeMs }) =>
    othersCpuMs === undefined ? [] : othersCpuMs / wholeMs / cpus().length,
  )
  return [
    name,
    String(takes.length),
    seconds(quantile(of('wholeMs'), 0.5)),
    seconds(quantile(of('wholeMs'), 0.95)),
    seconds(quantile(of('uploadMs'), 0.5)),
    cpu.length === 0 ? 'unknown' : whole(quantile(cpu, 0.5)),
    others.length === 0 ? 'unknown' : `${whole(100 * quantile(others, 0.5))} %`,
    whole(picture.jpeg.length),
    whole(quantile(of('finishedBytes'), 0.5)),
    `${takes.filter(({ confirmable }) => confirmable).length}`,
  ]
}

const takeHead = [
  'take',
  'n',
  'median s',
  'p95 s',
  'upload s',
  'CPU ms',
  'others',
  'sent B',
  'finished B',
  'confirmable',
]

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { takes: { type: 'string', default: '20' } } })
  const count = Number(values.takes)
  if (!Number.isInteger(count) || count < 1 || count > 200) throw new Error('--takes is a number from 1 to 200')
  const sent = await pictures()
  console.log(`starting a product of its own (${cpus().length} CPUs, Node ${process.version}) …`)
  const product = await startProduct()
  const timer = setTimeout(() => void product.stop().then(() => process.exit(1)), wholeRunWithinMs)
  try {
    const steps: Steps = []
    const rows: string[][] = []
    for (const [nth, picture] of sent.entries()) {
      const browser = openBrowser(product.origin)
      const watch = watchInto(nth === 0 ? steps : [])
      const graduateId = await goToCamera(browser, students[nth]!, watch)
      if (nth === 0) {
        rows.push(takeRow('first', picture, await takesOf(browser, graduateId, picture, 1, product.processId)))
      }
      const takes = await takesOf(browser, graduateId, picture, count, product.processId)
      rows.push(takeRow(picture.name, picture, takes))
      const confirmable = takes.find((one) => one.confirmable)
      if (nth > 0) continue
      if (confirmable === undefined) console.log('no take could be confirmed: the steps to the paid order are left out')
      else await goToPaidOrder(browser, graduateId, confirmable.photoId, watch)
    }
    console.log(`\nFrom the start of the upload to the finished photo downloaded, 12 MP:\n${table(takeHead, rows)}`)
    console.log(
      `\nThe other steps, once each:\n${table(
        ['step', 'ms'],
        steps.map(([step, ms]) => [step, whole(ms)]),
      )}`,
    )
  } finally {
    clearTimeout(timer)
    await product.stop()
  }
}

await main()
