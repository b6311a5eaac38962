import { Problem } from '@tucai/contract'

/**
 * Characters that older systems kept in the private use area because GB 18030-2000 and -2005 had put them there;
 * GB 18030-2022 gives them their own code points.
 */
const PRIVATE_USE: Record<string, string> = {
  '\ue816': '\u{20087}',
  '\ue817': '\u{20089}',
  '\ue818': '\u{200cc}',
  '\ue81e': '\u9fb4',
  '\ue826': '\u9fb5',
  '\ue82b': '\u9fb6',
  '\ue82c': '\u9fb7',
  '\ue831': '\u{215d7}',
  '\ue832': '\u9fb8',
  '\ue83b': '\u{2298f}',
  '\ue843': '\u9fb9',
  '\ue854': '\u9fba',
  '\ue855': '\u{241fe}',
  '\ue864': '\u9fbb',
}

const MOST_CHARACTERS = 100

/**
 * A person’s name in its one spelling: the middle dot of 2016’s rule (U+00B7) for its look-alikes between Han
 * characters, single spaces, no invisible signs, no radicals and private code points in place of characters. Case and
 * order stay as they are in the document. Code points outside letters, marks, dot, space, hyphen, apostrophe and comma
 * are refused. At most 100 code points; all of Unicode’s Han characters are letters.
 * @throws Problem name-invalid
 */
export function parseName(text: string): string {
  const name = text
    .replace(/[\ue816-\ue864]/g, (sign) => PRIVATE_USE[sign] ?? sign)
    // Texts copied out of PDF files hold radicals, and full-width letters come from Chinese keyboards.
    .replace(/[\u2e80-\u2fdf\uff21-\uff3a\uff41-\uff5a]/g, (sign) => sign.normalize('NFKC'))
    .replace(/[\p{Cf}\p{Variation_Selector}]/gu, '')
    .normalize('NFC')
    .replace(/[\p{Z}\s]+/gu, ' ')
    .trim()
    .replace(/(?<=\p{Script=Han}) ?[•・･．.‧∙⋅●᛫·\u0387] ?(?=\p{Script=Han})/gu, '·')
    .replace(/[’‘＇ʼ`´]/g, "'")
    .replace(/[‐‑‒–—﹣－]/g, '-')
  const codePointCount = [...name].length
  const isName = /^[\p{L}\p{M}][\p{L}\p{M}\p{N}·.'\-, ()（）]*$/u
  if (codePointCount < 1 || codePointCount > MOST_CHARACTERS || !isName.test(name)) {
    throw new Problem('name-invalid', { field: 'name' })
  }
  return name
}

/**
 * Whether two spellings name the same person: letter case, spaces, width, accents and punctuation do not matter, nor
 * whether the family name stands first or last, nor whether `ü` is written as passports write it.
 */
export function isSameName(one: string, other: string): boolean {
  const known = new Set(spellings(other))
  return spellings(one).some((spelling) => known.has(spelling))
}

/** ICAO 9303-3: letters that the machine-readable line writes with several. */
const TRANSLITERATION: Record<string, string> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  å: 'aa',
  æ: 'ae',
  ø: 'oe',
  œ: 'oe',
  ß: 'ss',
  þ: 'th',
  ð: 'd',
  ł: 'l',
  đ: 'd',
  ı: 'i',
}

/** A name without what does not matter, beginning at each of its words, once with accents dropped, once written out. */
function spellings(name: string): string[] {
  const small = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’‘ʼ]/g, '')
  const plain = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
      .normalize('NFC')
  const writtenOut = small.normalize('NFC').replace(/[äöüåæøœßþðłđı]/g, (letter) => TRANSLITERATION[letter] ?? letter)
  return [...new Set([plain(small), plain(writtenOut)])].flatMap((spelling) => {
    const words = spelling.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')
    return words.map((_, start) => [...words.slice(start), ...words.slice(0, start)].join(''))
  })
}
