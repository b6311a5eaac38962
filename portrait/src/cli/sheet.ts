import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type MadeSheet, makeSheet, refusalSentence, type SheetFormat, type SheetOrder } from '../node/sheet.ts'
import type { Caption } from '../print-caption.ts'
import { papers, photoSizes, type SizeMm } from '../print-sheet.ts'

interface SheetCall {
  input: string
  /** Where each format goes. */
  out: Map<SheetFormat, string>
  order: SheetOrder
  caption: Caption
  fontFolder?: string
}

/**
 * `sheet IN --paper 6in --size 33x48 --out sheet.pdf [--png] [--text LINE]... [--barcode TEXT] [--count N] [--gap MM]
 * [--fonts DIR]`: a printable sheet of one finished photo; the extension of --out chooses PDF or PNG, --png adds the PNG
 * beside the PDF. Resolves to the exit code: 0, or 1 with one sentence on standard error.
 */
export async function runSheet(args: string[]): Promise<number> {
  const call = callFrom(args)
  if (typeof call === 'string') return refuse(call)
  const made = await make(call)
  if (typeof made === 'string') return refuse(made)
  if ('refused' in made) return refuse(reason(made, call))
  for (const [format, file] of call.out) {
    try {
      await writeFile(file, made.bytes.get(format)!)
    } catch (error) {
      return refuse(`Cannot write ${file}: ${(error as NodeJS.ErrnoException).code ?? error}.`)
    }
  }
  const files = [...call.out.values()].join(', ')
  process.stderr.write(`${made.photos} photos at ${Math.floor(made.dotsPerInch)} dpi: ${files}\n`)
  return 0
}

/** A font that cannot be read is a sentence too. */
async function make({ input, out, order, caption, fontFolder }: SheetCall): Promise<MadeSheet | string> {
  try {
    return await makeSheet({ path: input }, caption, order, [...out.keys()], fontFolder)
  } catch (error) {
    return (error as Error).message
  }
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return 1
}

/** What the arguments ask for, or the sentence that says what is wrong with them. */
function callFrom(args: string[]): SheetCall | string {
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
  if (values.count !== undefined && !/^[1-9]\d{0,3}$/.test(values.count))
    return `--count takes a number of photos, not ${values.count}.`
  if (!/^\d{1,2}(\.\d+)?$/.test(values.gap)) return `--gap takes millimetres from 0 to 99, not ${values.gap}.`
  const home = process.env.INIT_CWD ?? process.cwd()
  const input = path.resolve(home, positionals[0])
  const file = path.resolve(home, values.out)
  const out = new Map<SheetFormat, string>([[format, file]])
  if (values.png) out.set('png', `${file.slice(0, -'.pdf'.length)}.png`)
  if ([...out.values()].includes(input)) return 'The sheet would overwrite the photo: choose another --out.'
  const lines = values.text ?? []
  const { barcode } = values
  return {
    input,
    out,
    caption: { lines, barcode },
    order: {
      paper: papers[values.paper],
      photo: photoSizes[values.size],
      count: values.count === undefined ? undefined : Number(values.count),
      gapMm: Number(values.gap),
      lines: lines.length,
      barcode: barcode !== undefined,
    },
    fontFolder: values.fonts === undefined ? undefined : path.resolve(home, values.fonts),
  }
}

function parsed(args: string[]) {
  const options = {
    paper: { type: 'string', default: '6in' },
    size: { type: 'string', default: '33x48' },
    out: { type: 'string' },
    png: { type: 'boolean' },
    text: { type: 'string', multiple: true },
    barcode: { type: 'string' },
    count: { type: 'string' },
    gap: { type: 'string', default: '2' },
    fonts: { type: 'string' },
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

function reason(made: Exclude<MadeSheet, { bytes: unknown }>, { input, order }: SheetCall): string {
  if (made.refused === 'unreadable') return `${input} is not a photo that can be read.`
  if (made.refused !== 'does-not-fit') return refusalSentence(made)
  if (made.fitting === 0) return 'Not one photo of this size fits on this paper.'
  return `Only ${made.fitting} photos of this size fit on this paper, not ${order.count}.`
}
