import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type MadeSheet, makeSheet, type SheetFormat } from '../node/sheet.ts'
import { papers, photoSizes, type SizeMm } from '../print-sheet.ts'

interface SheetOrder {
  input: string
  out: string
  format: SheetFormat
  paper: SizeMm
  photo: SizeMm
}

/**
 * `sheet IN --paper 6in --size 33x48 --out sheet.pdf`: a printable sheet of one finished photo; the extension of
 * --out chooses PDF or PNG. Resolves to the exit code: 0, or 1 with one sentence on standard error.
 */
export async function runSheet(args: string[]): Promise<number> {
  const order = orderFrom(args)
  if (typeof order === 'string') return refuse(order)
  const made = await makeSheet({ path: order.input }, order.paper, order.photo, order.format)
  if ('refused' in made) return refuse(reason(made, order))
  try {
    await writeFile(order.out, made.bytes)
  } catch (error) {
    return refuse(`Cannot write ${order.out}: ${(error as NodeJS.ErrnoException).code ?? error}.`)
  }
  process.stderr.write(`${made.photos} photos at ${Math.floor(made.dotsPerInch)} dpi: ${order.out}\n`)
  return 0
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return 1
}

/** The order that the arguments state, or the sentence that says what is wrong with them. */
function orderFrom(args: string[]): SheetOrder | string {
  const given = parsed(args)
  if (typeof given === 'string') return given
  const { values, positionals } = given
  if (positionals.length !== 1)
    return 'sheet takes exactly one photo: sheet IN --paper 6in --size 33x48 --out FILE.pdf.'
  if (!Object.hasOwn(papers, values.paper)) return unknown('--paper', values.paper, papers)
  if (!Object.hasOwn(photoSizes, values.size)) return unknown('--size', values.size, photoSizes)
  if (!values.out) return 'Say where to write the sheet: --out FILE.pdf or --out FILE.png.'
  const format = path.extname(values.out).slice(1).toLowerCase()
  if (format !== 'pdf' && format !== 'png') return `--out must end in .pdf or .png, not ${path.basename(values.out)}.`
  const home = process.env.INIT_CWD ?? process.cwd()
  const input = path.resolve(home, positionals[0])
  const out = path.resolve(home, values.out)
  if (input === out) return 'The sheet would overwrite the photo: choose another --out.'
  return { input, out, format, paper: papers[values.paper], photo: photoSizes[values.size] }
}

function parsed(args: string[]) {
  const options = {
    paper: { type: 'string', default: '6in' },
    size: { type: 'string', default: '33x48' },
    out: { type: 'string' },
  } as const
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    return `${(error as Error).message.split('. ')[0].replace(/\.$/, '')}.`
  }
}

function unknown(option: string, value: string, known: Record<string, SizeMm>): string {
  return `${option} ${value} is not known: choose one of ${Object.keys(known).join(', ')}.`
}

function reason(made: Exclude<MadeSheet, { bytes: Uint8Array }>, order: SheetOrder): string {
  switch (made.refused) {
    case 'unreadable':
      return `${order.input} is not a photo that can be read.`
    case 'does-not-fit':
      return 'Not one photo of this size fits on this paper.'
    case 'too-coarse':
      return `The photo has ${Math.floor(made.dotsPerInch)} dpi at this size, prints need 300: use a larger picture or a smaller --size.`
  }
}
