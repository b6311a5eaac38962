import { cpus } from 'node:os'
import { demoGraduates } from '../../server/src/demo/demo-roster.ts'
import { type Browser, openBrowser } from './browser.ts'
import { goToCamera, goToPaidOrder } from './journey.ts'
import { type Take, take } from './one-take.ts'
import type { Outcome, Size } from './part.ts'
import { littlePicture, type Picture, pictures } from './pictures.ts'
import { quantile, table } from './table.ts'

const students = demoGraduates.filter(({ kind }) => kind === 'idcard').slice(1)

type Steps = [step: string, ms: number][]

/**
 * How long a student waits. `CPU ms` is the product's, `others` the share of the machine that other programs took
 * meanwhile. Each picture is sent by another student; the first take of the product is shown apart, as nothing is warm
 * then.
 */
export async function takePart({ isShort, takes, open }: Size): Promise<Outcome> {
  const sent = isShort ? [await littlePicture()] : await pictures()
  const ground = await open()
  const { product } = ground
  try {
    const steps: Steps = []
    const rows: string[][] = []
    const errors: string[] = []
    let medianMs = Number.NaN
    for (const [nth, picture] of sent.entries()) {
      const browser = openBrowser(product.origin)
      const watch = watchInto(nth === 0 ? steps : [])
      const graduateId = await goToCamera(browser, students[nth]!, watch)
      if (nth === 0)
        rows.push(takeRow('first', picture, await takesOf(browser, graduateId, picture, 1, product.processId)))
      const all = await takesOf(browser, graduateId, picture, takes, product.processId)
      rows.push(takeRow(picture.name, picture, all))
      if (nth > 0) continue
      medianMs = quantile(
        all.map(({ wholeMs }) => wholeMs),
        0.5,
      )
      const confirmable = all.find((one) => one.confirmable)
      if (confirmable === undefined) errors.push('no take could be confirmed: the steps to the paid order are left out')
      else await goToPaidOrder(browser, graduateId, confirmable.photoId, watch)
    }
    const stepRows = steps.map(([step, ms]) => [step, whole(ms)])
    return {
      text: [
        `From the start of the upload to the finished photo downloaded, 12 MP:\n${table(takeHead, rows)}`,
        `The other steps, once each:\n${table(['step', 'ms'], stepRows)}`,
      ].join('\n\n'),
      figures: { takeMedianMs: medianMs },
      errors,
    }
  } finally {
    await ground.close()
  }
}

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
