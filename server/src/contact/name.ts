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

/** Family names of two characters that are in use; with one of them alone a name would be cut in the middle. */
const DOUBLE_SURNAMES = new Set(
  `欧阳 太史 上官 端木 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙
  钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里
  呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫
  仲长 子书 子桑 即墨 达奚 褚师 纳兰 归海 欧陽 司馬 東方 諸葛 尉遲 鐘離 長孫`.split(/\s+/),
)

/**
 * What may be shown of a name where its owner needs not be known: the family name of a Chinese name, the initials of
 * any other, whose order tells nothing about which word is the family's.
 */
export function surnameOf(name: string): string {
  const characters = [...name.trim()]
  const isChinese = characters.length <= 4 && characters.every((sign) => /\p{Script=Han}/u.test(sign))
  if (!isChinese) {
    const words = name.split(/[\s·,'-]+/).filter((word) => word !== '')
    return words.map((word) => [...word][0]).join('·')
  }
  const two = characters.slice(0, 2).join('')
  return characters.length > 2 && DOUBLE_SURNAMES.has(two) ? two : characters[0]!
}

/** 林知远 -> 林**, 阿卜杜拉·买买提 -> 阿***·买**, Nguyen Thi Lan -> Nguyen T*** L***: enough to recognise whom one knows. */
export function maskName(name: string): string {
  const isHan = (text: string) => /\p{Script=Han}/u.test(text)
  if (!isHan(name)) {
    const [first = '', ...others] = name.trim().split(/\s+/)
    const start = (word: string) => [...word][0] ?? ''
    return others.length === 0 ? `${start(first)}***` : [first, ...others.map((word) => `${start(word)}***`)].join(' ')
  }
  const parts = name.split('·')
  const kept = parts.length === 1 ? [surnameOf(name)] : parts.map((part) => [...part][0] ?? '')
  return parts
    .map((part, place) => {
      const head = [...part].slice(0, [...kept[place]!].length).join('')
      return head + '*'.repeat(Math.max(1, [...part].length - [...head].length))
    })
    .join('·')
}

/** 20220317 -> 2022****17; of a short number the first two stay. */
export function maskStudentNumber(studentNumber: string): string {
  const signs = [...studentNumber]
  const kept = signs.length > 6 ? [signs.slice(0, 4), signs.slice(-2)] : [signs.slice(0, 2), []]
  return `${kept[0]!.join('')}****${kept[1]!.join('')}`
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
