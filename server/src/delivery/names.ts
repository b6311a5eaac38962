import { type DeliveryWord, deliveryWords, Problem } from '@tucai/contract'

/** A graduate’s fields as templates name them; null where the roster has none. */
export type NameFields = Record<DeliveryWord, string | null>

/** How the files of a package are named; the texts that stand between words are part of it. */
export interface NameTemplate {
  fileName: Piece[]
  /** By level. */
  folders: Piece[][]
}

type Piece = { text: string } | { word: DeliveryWord }

/** Where a file lies, or why there is no such place. */
export type Named = { folder: string; name: string } | { missing: DeliveryWord } | { illegal: DeliveryWord | 'name' }

/** What Windows, the strictest of those who unpack, refuses in a name; also marks that turn its direction. */
const ILLEGAL = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Co}\uFFFD]/u
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
const MOST_BYTES = 120

/** @throws Problem delivery-name-wrong about `fileName` or `folder` */
export function parseNames(given: { fileName: string; folder: string }): NameTemplate {
  const fileName = parsePieces(given.fileName, 'fileName')
  if (!fileName.some((piece) => 'word' in piece)) throw new Problem('delivery-name-wrong', { field: 'fileName' })
  const folder = given.folder.trim()
  const folders = folder === '' ? [] : folder.split('/').map((level) => parsePieces(level, 'folder'))
  return { fileName, folders }
}

function parsePieces(template: string, field: string): Piece[] {
  const wrong = new Problem('delivery-name-wrong', { field })
  const pieces: Piece[] = []
  for (const part of template
    .trim()
    .split(/(\{[^{}]*\})/)
    .filter((one) => one !== '')) {
    if (!part.startsWith('{')) {
      if (/[{}]/.test(part) || ILLEGAL.test(part)) throw wrong
      pieces.push({ text: part })
      continue
    }
    const word = deliveryWords.find((known) => `{${known}}` === part)
    if (word === undefined) throw wrong
    pieces.push({ word })
  }
  if (pieces.length === 0 || /^[.\s]/.test(template)) throw wrong
  return pieces
}

export function wordsIn({ fileName, folders }: NameTemplate): Set<DeliveryWord> {
  return new Set([fileName, ...folders].flat().flatMap((piece) => ('word' in piece ? [piece.word] : [])))
}

/** The place of one graduate’s file. `spell` makes the letters of a field fit for the package. */
export function nameFile(template: NameTemplate, fields: NameFields, spell: (text: string) => string): Named {
  const levels: string[] = []
  for (const pieces of [...template.folders, template.fileName]) {
    const level = fill(pieces, fields, spell)
    if (typeof level !== 'string') return level
    levels.push(level)
  }
  const name = levels.pop()!
  return { folder: levels.join('/'), name: `${name}.jpg` }
}

function fill(
  pieces: Piece[],
  fields: NameFields,
  spell: (text: string) => string,
): string | Exclude<Named, { name: string }> {
  let whole = ''
  for (const piece of pieces) {
    if ('text' in piece) {
      whole += spell(piece.text)
      continue
    }
    const value = fields[piece.word]?.trim()
    if (!value) return { missing: piece.word }
    const spelled = spell(value)
    if (ILLEGAL.test(spelled) || !spelled.isWellFormed() || spelled.trim() === '') return { illegal: piece.word }
    whole += spelled
  }
  const isPlain = !/^[. ]|[. ]$/.test(whole) && !RESERVED.test(whole) && Buffer.byteLength(whole) <= MOST_BYTES
  return isPlain ? whole : { illegal: 'name' }
}

/** Names that differ by case or by how an accent is composed are one on most disks. */
export function placeOf({ folder, name }: { folder: string; name: string }): string {
  return `${folder}/${name}`.normalize('NFKC').toLowerCase()
}

/** Letters of an ASCII name: Chinese in pinyin. What has none stays and is refused. */
export async function openSpelling(utf8: boolean): Promise<(text: string) => string> {
  if (utf8) return (text) => text
  // The dictionary is large and seldom needed.
  const { pinyin } = await import('pinyin-pro')
  return (text) => {
    const plain = pinyin(text, { toneType: 'none', type: 'array', v: true }).join('')
    return /^[\x20-\x7e]*$/.test(plain) ? plain : '\uFFFD'
  }
}
