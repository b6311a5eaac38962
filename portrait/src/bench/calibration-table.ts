import { judge, type Measure } from '../findings/measure.ts'
import type { Trial } from './calibration.ts'
import { quantile } from './colour-error.ts'
import { families } from './made-defects.ts'
import type { Half } from './split.ts'
import { figure, percent } from './table.ts'

const halves: Half[] = ['tuned', 'held']

/** The calibration as Markdown: what was caught, what was said of good pictures, every limit, and people by group. */
export function calibrationTables(trials: Trial[]): string {
  return [
    section('Caught, by family', caughtTable(trials)),
    section('Said of pictures without a defect', falseTable(trials)),
    section('Every measure and its limits', limitsTable(trials)),
    section('People by group', groupTable(trials)),
  ].join('\n')
}

function section(title: string, table: string): string {
  return `### ${title}\n\n${table}`
}

function markdown(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return `${[head, head.map(() => '---'), ...rows].map(line).join('\n')}\n`
}

function share(part: Trial[], whole: Trial[]): string {
  return `${part.length} of ${whole.length}`
}

const codesOf = new Map(families.map(({ label, codes }) => [label, codes]))

function has(trial: Trial, codes: readonly string[], severity?: string): boolean {
  return trial.findings.some((each) => codes.includes(each.code) && (!severity || each.severity === severity))
}

function isGood({ label }: Trial): boolean {
  return codesOf.get(label)?.length === 0
}

function caughtTable(trials: Trial[]): string {
  const faulty = families.filter(({ codes }) => codes.length > 0)
  const row = (
    name: string,
    codes: string,
    of: Trial[],
    caught: (trial: Trial) => boolean,
    blocked: (trial: Trial) => boolean,
  ) => [
    name,
    codes,
    ...halves.map((half) => {
      const these = of.filter((trial) => trial.half === half)
      return share(these.filter(caught), these)
    }),
    percent(of.filter(caught).length, of.length),
    percent(of.filter(blocked).length, of.length),
  ]
  const rows = faulty.map(({ label, codes, warnOnly }) => {
    const of = trials.filter((trial) => trial.label === label)
    const name = warnOnly ? `${label} (to be warned of, not blocked)` : label
    return row(
      name,
      codes.join(', '),
      of,
      (trial) => has(trial, codes),
      (trial) => has(trial, codes, 'block'),
    )
  })
  const of = trials.filter((trial) => !isGood(trial))
  const codes = (trial: Trial) => codesOf.get(trial.label) ?? []
  rows.push(
    row(
      'all',
      '',
      of,
      (trial) => has(trial, codes(trial)),
      (trial) => has(trial, codes(trial), 'block'),
    ),
  )
  return markdown(['family', 'code', 'tuned', 'held', 'caught', 'blocked'], rows)
}

/** Findings of the head's natural tilt and of the geometry are true of these people and judged elsewhere. */
function isAboutPose(code: string): boolean {
  return code.startsWith('GEO_') || code.startsWith('POSE_')
}

function falseTable(trials: Trial[]): string {
  const rows = families.flatMap(({ label, codes }) => {
    if (codes.length > 0) return []
    return halves.map((half) => {
      const of = trials.filter((trial) => trial.label === label && trial.half === half)
      const said = of.flatMap(({ findings }) => findings.filter(({ code }) => !isAboutPose(code)))
      const names = [...new Set(said.map(({ code }) => code))]
      const spoken = (severity: string) =>
        of.filter(({ findings }) => findings.some((each) => !isAboutPose(each.code) && each.severity === severity))
      return [label, half, `${of.length}`, `${spoken('block').length}`, `${spoken('warn').length}`, names.join(', ')]
    })
  })
  return markdown(['family', 'half', 'pictures', 'blocked', 'warned', 'codes'], rows)
}

function nameOf({ code, of }: Measure): string {
  return `${code} ${of}`
}

/** The two ends of the good pictures' values, the end of the faulty ones that is nearest to them, and the limits between. */
function limitsTable(trials: Trial[]): string {
  const samples = new Map(trials.flatMap(({ measures }) => measures.map((each) => [nameOf(each), each])))
  const rows = [...samples.values()].map((sample) => {
    const values = (of: Trial[]) =>
      of.flatMap(({ measures }) => measures.filter((each) => nameOf(each) === nameOf(sample)).map(({ value }) => value))
    const good = trials.filter(isGood)
    const faulty = trials.filter((trial) => !isGood(trial) && codesOf.get(trial.label)?.includes(sample.code))
    const own = faulty.filter(({ measures }) => measures.some((each) => nameOf(each) === nameOf(sample) && judge(each)))
    return [
      nameOf(sample),
      sample.bad,
      ...halves.map((half) => range(values(good.filter((trial) => trial.half === half)))),
      limit(sample.warn),
      limit(sample.block),
      range(values(own)),
      `${own.length} of ${faulty.length}`,
    ]
  })
  const head = ['measure', 'bad', 'good, tuned', 'good, held', 'warn', 'block', 'its defects', 'seen by it']
  return markdown(head, rows)
}

function range(values: number[]): string {
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0) return '-'
  const [low, middle, high] = [0, 0.5, 1].map((q) => figure(quantile(finite, q), digitsFor(finite)))
  return `${low} / ${middle} / ${high}`
}

function digitsFor(values: number[]): number {
  const largest = Math.max(...values.map(Math.abs))
  return largest >= 100 ? 0 : largest >= 10 ? 1 : largest >= 1 ? 2 : 3
}

function limit(value: number | undefined): string {
  return value === undefined ? '-' : `${value}`
}

function groupTable(trials: Trial[]): string {
  const groups = [...new Set(trials.flatMap((trial) => trial.groups))].sort()
  const row = (name: string, of: Trial[]) => {
    const good = of.filter(isGood)
    const faulty = of.filter((trial) => !isGood(trial))
    const spoken = (severity: string) =>
      good.filter(({ findings }) => findings.some((each) => !isAboutPose(each.code) && each.severity === severity))
    const caught = faulty.filter((trial) => has(trial, codesOf.get(trial.label) ?? []))
    const people = new Set(of.map(({ person }) => person)).size
    return [
      name,
      `${people}`,
      `${good.length}`,
      percent(spoken('block').length, good.length),
      percent(spoken('warn').length, good.length),
      `${faulty.length}`,
      percent(caught.length, faulty.length),
    ]
  }
  const rows = groups.map((group) =>
    row(
      group,
      trials.filter((trial) => trial.groups.includes(group)),
    ),
  )
  rows.push(
    row(
      'with clear glasses',
      trials.filter(({ label }) => label === 'glasses_ok'),
    ),
  )
  rows.push(row('all', trials))
  return markdown(['group', 'people', 'good pictures', 'blocked', 'warned', 'faulty pictures', 'caught'], rows)
}
