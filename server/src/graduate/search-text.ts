import { pinyin, polyphonic } from 'pinyin-pro'

/** So many readings of a name are kept; a name with more is found by its most usual ones. */
const MOST_READINGS = 6

/**
 * What a graduate is found by: name, student number, the name's pinyin from each syllable on, and its initials. Every
 * word follows a space, so that letters are looked for at the beginning of a word or syllable only.
 */
export function searchTextOf({ name, studentNumber }: { name: string; studentNumber: string }): string {
  const words = new Set([plain(name), plain(studentNumber)])
  for (const syllables of readings(name)) {
    for (const [start] of syllables.entries()) words.add(syllables.slice(start).join(''))
    words.add(syllables.map((syllable) => [...syllable][0]).join(''))
  }
  return ` ${[...words].filter((word) => word !== '').join(' ')}`
}

/** The words of a search, each as a LIKE pattern of the text above. */
export function searchPatterns(search: string): string[] {
  return plain(search)
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const escaped = word.replace(/[\\%_]/g, '\\$&')
      return /^[a-z]+$/.test(word) ? `% ${escaped}%` : `%${escaped}%`
    })
}

/** Small letters without accents, marks between parts of a name as spaces. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’ʼ]/g, '')
    .replace(/[·,，（）()\s]+/g, ' ')
    .trim()
}

/** Syllables of a name: the reading as a name first, then others of characters with several. Letters are words as they are. */
function readings(name: string): string[][] {
  const parts = plain(name).split(' ')
  const isHan = /\p{Script=Han}/u.test(name)
  if (!isHan) return [parts]
  const whole = parts.join('')
  const usual = pinyin(whole, { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'consecutive' })
  const others = polyphonic(whole, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' })
  let all: string[][] = [[]]
  usual.forEach((syllable, place) => {
    const choices = [...new Set([syllable, ...(others[place] ?? [])])].filter((one) => one !== '')
    const spelled = [...new Set(choices.flatMap((one) => spellings(plain(one).replaceAll(' ', ''))))]
    all = spelled.flatMap((one) => all.map((head) => [...head, one])).slice(0, MOST_READINGS)
  })
  return all
}

/** Whoever has no ü on the keyboard writes v, u or, as passports do, yu. */
function spellings(syllable: string): string[] {
  return /^[ln]v/.test(syllable) ? [syllable, syllable.replace('v', 'u'), syllable.replace('v', 'yu')] : [syllable]
}
