import type { Chance } from './chance.ts'
import type { CardTruth, PassportTruth } from './people.ts'

/** A document as SVG, before it is photographed. */
export interface Print {
  svg: string
  widthPx: number
  heightPx: number
}

export interface Fonts {
  han: string
  mrz: string
}

const widthPx = 1600

/** The layout of the second-generation resident identity card, 85.6 × 54 mm. */
export function printCard(truth: CardTruth, fonts: Fonts, chance: Chance): Print {
  const heightPx = 1009
  const label = (x: number, y: number, text: string, gap = 10) =>
    `<text x="${x}" y="${y}" font-size="44" letter-spacing="${gap}" fill="#3f7fa8">${text}</text>`
  const value = (x: number, y: number, text: string, size = 52) =>
    `<text x="${x}" y="${y}" font-size="${size}" fill="#161616">${text}</text>`
  const year = truth.birth.slice(0, 4)
  const [month, day] = [Number(truth.birth.slice(4, 6)), Number(truth.birth.slice(6))]
  const lines = truth.address.match(/.{1,11}/gu) ?? []
  const body = [
    label(110, 155, '姓名'),
    value(265, 157, truth.name, 58),
    label(110, 265, '性别'),
    value(265, 267, truth.gender),
    label(430, 265, '民族'),
    value(580, 267, truth.nation),
    label(110, 375, '出生'),
    value(265, 377, year),
    label(405, 375, '年'),
    value(475, 377, String(month)),
    label(550, 375, '月'),
    value(615, 377, String(day)),
    label(690, 375, '日'),
    label(110, 490, '住址'),
    ...lines.map((line, i) => value(265, 492 + i * 68, line)),
    label(110, 870, '公民身份号码', 2),
    `<text x="520" y="878" font-size="66" letter-spacing="${chance.whole(2, 9)}" font-family="${chance.pick([fonts.mrz, fonts.han])}" fill="#161616">${truth.idNumber}</text>`,
  ]
  return document(
    widthPx,
    heightPx,
    fonts,
    ['#e6efee', '#d5e6e8'],
    [...guilloche(chance, heightPx, ['#8fb7c4', '#c4a2b4']), ...face(1080, 190, 390, 500, chance), ...body],
  )
}

/** A passport page, 125 × 88 mm, with its machine-readable zone. */
export function printPassport(truth: PassportTruth, fonts: Fonts, chance: Chance): Print {
  const heightPx = 1126
  const label = (x: number, y: number, text: string) =>
    `<text x="${x}" y="${y}" font-size="26" fill="#6a7f94">${text}</text>`
  const value = (x: number, y: number, text: string) =>
    `<text x="${x}" y="${y}" font-size="38" fill="#1a1a1a">${text}</text>`
  const sex = truth.gender === '男' ? 'M' : 'F'
  const mrz = truth.mrz.flatMap((line, row) =>
    [...line].map((character, i) => {
      const drawn = character === '<' ? '&lt;' : character
      const place = `x="${70 + i * 33.2}" y="${965 + row * 88}"`
      return `<text ${place} font-size="50" font-family="${fonts.mrz}" fill="#111">${drawn}</text>`
    }),
  )
  const body = [
    label(560, 165, '类型/Type'),
    value(560, 210, 'P'),
    label(880, 165, '国家码/Country Code'),
    value(880, 210, truth.nationality),
    label(1190, 165, '护照号码/Passport No.'),
    value(1190, 210, truth.passportNumber),
    label(560, 285, '姓名/Name'),
    value(560, 330, `${truth.surname}, ${truth.givenNames}`),
    label(1190, 285, '性别/Sex'),
    value(1190, 330, sex),
    label(560, 405, '出生日期/Date of birth'),
    value(560, 450, truth.birth),
    label(1190, 405, '有效期至/Date of expiry'),
    value(1190, 450, truth.expiry),
    `<rect x="0" y="880" width="${widthPx}" height="${heightPx - 880}" fill="#f1ece2" opacity="0.8"/>`,
    ...mrz,
  ]
  return document(
    widthPx,
    heightPx,
    fonts,
    ['#ecdfcf', '#f0e6da'],
    [...guilloche(chance, 860, ['#d9b9a0', '#a9c0c9']), ...face(120, 150, 370, 480, chance), ...body],
  )
}

function document(width: number, height: number, fonts: Fonts, [from, to]: [string, string], parts: string[]): Print {
  const ground = `<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient></defs><rect width="${width}" height="${height}" fill="url(#g)"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${fonts.han}">${ground}${parts.join('')}</svg>`
  return { svg, widthPx: width, heightPx: height }
}

/** Fine wavy lines, as on security paper. */
function guilloche(chance: Chance, heightPx: number, colours: string[]): string[] {
  return Array.from({ length: 26 }, (_, i) => {
    const [y, swing, wave, phase] = [
      chance.between(0, heightPx),
      chance.between(15, 60),
      chance.between(120, 420),
      chance.between(0, 9),
    ]
    const points = Array.from(
      { length: 41 },
      (__, k) => `${k * 40},${(y + swing * Math.sin((k * 40) / wave + phase)).toFixed(1)}`,
    )
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${colours[i % colours.length]}" stroke-width="1.6" opacity="0.55"/>`
  })
}

function face(x: number, y: number, width: number, height: number, chance: Chance): string[] {
  const skin = chance.pick(['#d9ae8b', '#c99d78', '#e2bd9c'])
  const middle = x + width / 2
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#dfe7e4"/>`,
    `<ellipse cx="${middle}" cy="${y + height * 0.86}" rx="${width * 0.4}" ry="${height * 0.13}" fill="#33415f"/>`,
    `<ellipse cx="${middle}" cy="${y + height * 0.4}" rx="${width * 0.24}" ry="${height * 0.27}" fill="#221f1d"/>`,
    `<ellipse cx="${middle}" cy="${y + height * 0.46}" rx="${width * 0.21}" ry="${height * 0.24}" fill="${skin}"/>`,
  ]
}
