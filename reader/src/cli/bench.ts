import { readFileSync } from 'node:fs'
import { readFile as readBytes } from 'node:fs/promises'
import path from 'node:path'
import { engines, readFile } from '../node/read-file.ts'
import type { Fields, Reading } from '../reading.ts'
import { fromCaller, readArguments, UsageError } from './arguments.ts'

/** One picture of the set: `truth.json` is an array of these. */
interface Truth {
  file: string
  kind: 'id' | 'pp'
  truth: {
    name?: string
    gender?: string
    birth?: string
    nation?: string
    address?: string
    id?: string
    idNumber?: string
    mrz?: [string, string]
  }
}

interface Share {
  right: number
  of: number
}

/** `document bench`: the reader's figures on a set of documents with known truth. */
export async function runBench(args: string[]): Promise<number> {
  const { values } = readArguments(args, { data: { type: 'string' } })
  const folder =
    values.data === undefined
      ? path.join(import.meta.dirname, '../../../../shared/data/documents')
      : fromCaller(values.data)
  const documents = truthIn(folder)
  const tally = new Tally()
  await engines()
  await readFile({ bytes: await readBytes(path.join(folder, documents[0]!.file)) })
  for (const document of documents) {
    const bytes = await readBytes(path.join(folder, document.file))
    const [startedAt, usedAt] = [performance.now(), process.cpuUsage()]
    const { reading } = await readFile({ bytes })
    const { user, system } = process.cpuUsage(usedAt)
    tally.time(performance.now() - startedAt, (user + system) / 1000)
    tally.count(document, reading)
  }
  process.stdout.write(tally.table())
  return 0
}

function truthIn(folder: string): Truth[] {
  const file = path.join(folder, 'truth.json')
  try {
    const documents = JSON.parse(readFileSync(file, 'utf8')) as Truth[]
    if (documents.length > 0) return documents
  } catch {
    // The same sentence as for an empty set: there is nothing to measure on.
  }
  throw new UsageError(`${file} names no documents; give a folder with --data DIR`)
}

class Tally {
  private readonly shares = new Map<string, Share>()
  private readonly wallMs: number[] = []
  private readonly cpuMs: number[] = []

  time(wallMs: number, cpuMs: number): void {
    this.wallMs.push(wallMs)
    this.cpuMs.push(cpuMs)
  }

  count({ kind, truth }: Truth, { kind: seen, fields, mrz }: Reading): void {
    this.add('kind', seen === (kind === 'id' ? 'idcard' : 'passport'))
    if (kind === 'id') this.countCard(truth, fields)
    else this.add('both MRZ lines', mrz?.[0] === truth.mrz?.[0] && mrz?.[1] === truth.mrz?.[1])
  }

  private countCard(truth: Truth['truth'], { idNumber, gender, birth, nation, address, name }: Fields): void {
    const isRight = idNumber?.value === (truth.idNumber ?? truth.id)
    this.add('identity number', isRight)
    if (!isRight) this.add('wrong numbers flagged', (idNumber?.flags.length ?? 0) > 0)
    this.add('sex', gender?.value === truth.gender)
    this.add('birth', birth?.value === truth.birth)
    this.add('nation', nation?.value === truth.nation)
    this.add('address', address?.value === truth.address)
    const isNamed = name?.value === truth.name
    this.add('name', isNamed)
    const isFlagged = (name?.flags.length ?? 0) > 0
    if (isNamed) this.add('right names without a flag', !isFlagged)
    else this.add('wrong names flagged', isFlagged)
  }

  private add(name: string, isRight: boolean): void {
    const share = this.shares.get(name) ?? { right: 0, of: 0 }
    share.of++
    if (isRight) share.right++
    this.shares.set(name, share)
  }

  table(): string {
    const rows = [...this.shares].map(([name, { right, of }]) => [
      name,
      `${right}/${of}`,
      `${((100 * right) / of).toFixed(1)} %`,
    ])
    const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!.toFixed(0)
    const most = (values: number[]) => Math.max(...values).toFixed(0)
    rows.push(['wall ms, warm', `median ${middle(this.wallMs)}`, `most ${most(this.wallMs)}`])
    rows.push(['CPU ms, warm', `median ${middle(this.cpuMs)}`, `most ${most(this.cpuMs)}`])
    rows.push(['resident memory', `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`, 'at most'])
    return rows
      .map(([name, figure, share]) => `${name!.padEnd(28)}${figure!.padStart(14)}${share!.padStart(14)}\n`)
      .join('')
  }
}
