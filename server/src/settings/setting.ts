/** What a setting must be that may be any text. */
export const ANY_TEXT = 'given as it was issued'

/** One setting: an environment variable, what it means and what it may hold. `D`: the default, undefined without one. */
export interface Setting<T, D extends T | undefined = T | undefined> extends About<D> {
  /** What it must be, as in "PORT must be …". */
  must: string
  /** The value of a text; undefined when the text is not one. */
  parse(text: string): T | undefined
  default: D
}

interface About<D> {
  /** What it sets, in one line of Markdown for operators. */
  words: string
  /** The value when nothing is set. */
  default?: D
  /** The same in words, where the value does not say it. */
  defaultWords?: string
  /** Never shown; may be given as a file too, by the same name with _FILE behind it. */
  isSecret?: boolean
  /** What does not work without it. */
  neededFor?: string
}

/** What reading gives: never undefined where there is a default. */
export type ValueOf<S> = S extends Setting<infer T, infer D> ? (undefined extends D ? T | undefined : T) : never

export function declare<T, D extends T | undefined = undefined>(
  must: string,
  parse: (text: string) => T | undefined,
  about: About<D>,
): Setting<T, D> {
  return { ...about, must, parse, default: about.default as D }
}

export function whole<D extends number | undefined = undefined>(least: number, most: number, about: About<D>) {
  const parse = (text: string) => {
    const number = Number(text)
    return /^\d+$/.test(text) && number >= least && number <= most ? number : undefined
  }
  return declare<number, D>(`a whole number from ${least} to ${most}`, parse, about)
}

export function choice<const C extends string, const D extends C | undefined = undefined>(
  choices: readonly C[],
  about: About<D>,
) {
  const parse = (text: string) => choices.find((one) => one === text)
  return declare<C, D>(`${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`, parse, about)
}

/** One line for people to read. */
export function line<D extends string | undefined = undefined>(mostCharacters: number, about: About<D>) {
  const parse = (text: string) => ([...text].length <= mostCharacters && !/\p{Cc}/u.test(text) ? text : undefined)
  return declare<string, D>(`one line of at most ${mostCharacters} characters`, parse, about)
}

/** `form`: what the text must be, in words, where its pattern can't say it. */
export function text<D extends string | undefined = undefined>(form: string, pattern: RegExp, about: About<D>) {
  return declare<string, D>(form, (it) => (pattern.test(it) ? it : undefined), about)
}

/** A name or key that somebody else has given. */
export function given<D extends string | undefined = undefined>(about: About<D>) {
  return text(ANY_TEXT, /^/, about)
}

/** A path; one that is not absolute begins at the program's folder. */
export function path<D extends string | undefined = undefined>(about: About<D>) {
  return text('a path', /^/, about)
}

export function address<D extends string | undefined = undefined>(protocols: readonly string[], about: About<D>) {
  const parse = (it: string) => (URL.canParse(it) && protocols.includes(new URL(it).protocol) ? it : undefined)
  return declare<string, D>(`an address that begins with ${protocols.join('// or ')}//`, parse, about)
}

/** An address without a path: cookies and links are made for it. */
export function origin<D extends string | undefined = undefined>(about: About<D>) {
  const parse = (it: string) => {
    if (!URL.canParse(it)) return undefined
    const url = new URL(it)
    const isBare = url.pathname === '/' && url.search === '' && url.hash === ''
    return isBare && ['http:', 'https:'].includes(url.protocol) ? url.origin : undefined
  }
  return declare<string, D>('a bare origin, for example https://photo.example.edu.cn', parse, about)
}
