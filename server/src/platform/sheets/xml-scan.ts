/** XML that is damaged, or holds what no spreadsheet program writes. */
export class XmlRefused extends Error {
  readonly why: 'unreadable' | 'too-large'
  constructor(message: string, why: 'unreadable' | 'too-large' = 'unreadable') {
    super(message)
    this.why = why
  }
}

export interface XmlHandler {
  /** Names come without their prefixes. */
  open(name: string, attributes: string): void
  /** Also after an empty element. */
  close(name: string): void
  text(text: string): void
}

/** A tag or piece of text that is longer is no spreadsheet’s. */
const MOST_PENDING_CHARACTERS = 2_000_000

/** Goes through XML that comes in pieces. @throws XmlRefused, for declarations of entities above all: they make small files large */
export function scanXml(handler: XmlHandler): { push(piece: string): void } {
  let pending = ''
  return {
    push(piece) {
      const text = pending + piece
      const done = scan(text, handler)
      pending = text.slice(done)
      if (pending.length > MOST_PENDING_CHARACTERS) throw new XmlRefused('one piece is too long', 'too-large')
    },
  }
}

/** Answers how far it came: up to the last piece that may be incomplete. */
function scan(text: string, handler: XmlHandler): number {
  let at = 0
  for (;;) {
    const open = text.indexOf('<', at)
    if (open < 0) return at
    const end = endOfMarkup(text, open)
    if (end < 0) return at
    if (open > at) handler.text(decode(text.slice(at, open)))
    markup(text, open, end, handler)
    at = end
  }
}

/** Where the markup that begins at `open` ends, or -1. */
function endOfMarkup(text: string, open: number): number {
  if (text[open + 1] === '!') {
    if (text.startsWith('<!--', open)) return after(text, '-->', open)
    if (text.startsWith('<![CDATA[', open)) return after(text, ']]>', open)
    if (text.length - open < 9) return -1
    throw new XmlRefused('a declaration')
  }
  if (text[open + 1] === '?') return after(text, '?>', open)
  let end = text.indexOf('>', open)
  while (end >= 0 && isInsideQuotes(text, open, end)) end = text.indexOf('>', end + 1)
  return end < 0 ? -1 : end + 1
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found < 0 ? -1 : found + mark.length
}

function isInsideQuotes(text: string, open: number, end: number): boolean {
  let quote = ''
  for (let at = open; at < end; at++) {
    const sign = text[at]!
    if (quote === '') {
      if (sign === '"' || sign === "'") quote = sign
    } else if (sign === quote) quote = ''
  }
  return quote !== ''
}

function markup(text: string, open: number, end: number, handler: XmlHandler): void {
  const second = text[open + 1]
  if (second === '?') return
  if (second === '!') {
    if (text.startsWith('<![CDATA[', open)) handler.text(text.slice(open + 9, end - 3))
    return
  }
  if (second === '/') {
    handler.close(localName(text.slice(open + 2, end - 1).trim()))
    return
  }
  const isEmpty = text[end - 2] === '/'
  const tag = text.slice(open + 1, isEmpty ? end - 2 : end - 1)
  const space = tag.search(/\s/)
  const name = localName(space < 0 ? tag : tag.slice(0, space))
  handler.open(name, space < 0 ? '' : tag.slice(space))
  if (isEmpty) handler.close(name)
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** The value of an attribute, undefined where there is none; a prefix belongs to the name. */
export function attributeOf(attributes: string, name: string): string | undefined {
  const mark = ` ${name}="`
  const at = attributes.indexOf(mark)
  if (at >= 0) return decode(attributes.slice(at + mark.length, attributes.indexOf('"', at + mark.length)))
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)
  return found ? decode((found[1] ?? found[2])!) : undefined
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decode(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;&\s]*);?/g, (_, name: string) => {
    if (Object.hasOwn(NAMED, name)) return NAMED[name]!
    const digits = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name)
    const code = digits ? Number.parseInt(digits[1] ?? digits[2]!, digits[1] ? 16 : 10) : -1
    if (code < 0 || code > 0x10ffff) throw new XmlRefused('an entity')
    return String.fromCodePoint(code)
  })
}
