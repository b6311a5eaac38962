import { type Field, type Fields, type Flag, field, type WarningCode } from '../reading.ts'
import { leastProbability, maskOf, meanProbability } from '../text/glyphs.ts'
import { lookAgain } from '../text/looks.ts'
import type { TextNetworks } from '../text/networks.ts'
import type { Page } from '../text/page.ts'
import { quadAround, type Segment } from '../text/segment.ts'
import { addressOf } from './address.ts'
import { findLabels, type LabelledPage, valuesBehind } from './labels.ts'
import { isNationLetter, nationOf } from './nation.ts'
import { birthOf, genderOf, isRealDate, numberFlaws } from './number.ts'
import { segmentsOfName } from './place-of-name.ts'
import { type NameEngines, readName } from './read-name.ts'
import { placeOfNumber, readNumber } from './read-number.ts'

/** Printed values below this least probability are doubtful. */
const sure = 0.6

/** Reads the front of a resident identity card, and of the cards that share its layout. */
export async function readCard(
  engines: NameEngines,
  page: Page,
  today: string,
): Promise<{ fields: Fields; warnings: WarningCode[] }> {
  const { networks } = engines
  const labelled = findLabels(page.lines)
  const printedBirth = birthPrinted(labelled)
  const printedGender = genderPrinted(labelled)
  const place = placeOfNumber(page.lines, labelled)
  const idNumber = place
    ? await readNumber(networks, page.picture, place, today, printedBirth.value ?? undefined)
    : field(null)
  const nameSegments = segmentsOfName(labelled)
  const name = nameSegments.length > 0 ? await readName(engines, page.picture, quadAround(nameSegments)) : field(null)
  const fields: Fields = {
    name,
    ...settlePerson(idNumber, printedBirth, printedGender, today),
    nation: await nationPrinted(networks, page, labelled),
    address: addressOf(labelled, place?.quad ?? null, page.lines),
  }
  // A residence permit of Hong Kong, Macau or Taiwan names no ethnic group.
  if (/^8[123]/.test(idNumber.value ?? '') && fields.nation!.value === null) delete fields.nation
  return { fields, warnings: warningsOf(fields) }
}

/** Number, birth and gender say the same thing twice: the number rules where it is sound, and a contradiction is flagged. */
export function settlePerson(
  idNumber: Field,
  birth: Field,
  gender: Field,
  today: string,
): { idNumber: Field; birth: Field; gender: Field } {
  const number = idNumber.value
  if (number === null || numberFlaws(number, today).length > 0)
    return { idNumber, birth: alone(birth), gender: alone(gender) }
  const differs = [
    birth.value !== null && birth.value !== birthOf(number),
    gender.value !== null && gender.value !== genderOf(number),
  ]
  const fromNumber = (value: string, printed: Field, contradicted: boolean): Field => ({
    ...field(value, { source: 'number', confidence: idNumber.confidence, quad: printed.quad }),
    flags: contradicted
      ? ['printed-differs']
      : idNumber.flags.length > 0 && printed.value === null
        ? ['unconfirmed']
        : [],
  })
  const flags: Flag[] = differs.includes(true) ? [...idNumber.flags, 'printed-differs'] : idNumber.flags
  return {
    idNumber: { ...idNumber, flags },
    birth: fromNumber(birthOf(number), birth, differs[0]!),
    gender: fromNumber(genderOf(number), gender, differs[1]!),
  }
}

const alone = (printed: Field): Field => ({
  ...printed,
  flags: printed.value === null ? printed.flags : [...printed.flags, 'unconfirmed'],
})

function warningsOf({ idNumber, birth, gender }: Fields): WarningCode[] {
  const warnings: WarningCode[] = []
  if (idNumber!.value === null || idNumber!.flags.some((flag) => flag !== 'printed-differs'))
    warnings.push('number-doubtful')
  if ([birth!, gender!].some(({ flags }) => flags.includes('printed-differs'))) warnings.push('printed-differs')
  return warnings
}

/** 1999年9月18日, as its digits. */
function birthPrinted(labelled: LabelledPage): Field {
  const segments = valuesBehind(labelled, 'birth')
  const text = segments.map((segment) => segment.text).join('')
  const [, year, month, day] = /((?:19|20)\d\d)年?(\d{1,2})月(\d{1,2})/.exec(text) ?? []
  if (!year || !month || !day) return field(null)
  const value = year + month.padStart(2, '0') + day.padStart(2, '0')
  const quad = quadAround(segments)
  const confidence = meanProbability(segments.flatMap(({ glyphs }) => glyphs))
  return isRealDate(value) ? field(value, { confidence, quad }) : field(null, { quad })
}

function genderPrinted(labelled: LabelledPage): Field {
  const behind = valuesBehind(labelled, 'gender').filter(({ text }) => /^[男女]/.test(text))
  const [segment] = behind.length > 0 ? behind : labelled.values.filter(({ text }) => /^[男女]$/.test(text))
  if (!segment) return field(null)
  return field(segment.text[0]!, { confidence: segment.glyphs[0]!.probability, quad: quadAround([segment]) })
}

async function nationPrinted(networks: TextNetworks, page: Page, labelled: LabelledPage): Promise<Field> {
  const segments = valuesBehind(labelled, 'nation')
  if (segments.length === 0) return field(null)
  const known = nationIn(segments)
  if (known && known.confidence >= sure) return known
  const mask = maskOf(networks.characters, isNationLetter)
  const looks = [0.05, 0.25].map((ends) => ({ ends, sides: ends / 2, stretch: 1, contrast: ends > 0.1 }))
  for (const glyphs of await lookAgain(networks, page.picture, quadAround(segments), looks, mask)) {
    const value = nationOf(glyphs.map(({ character }) => character).join(''))
    const confidence = leastProbability(glyphs)
    if (value)
      return field(value, {
        confidence,
        flags: confidence < sure ? ['low-confidence'] : [],
        quad: quadAround(segments),
      })
  }
  return known ? { ...known, flags: ['low-confidence'] } : field(null, { quad: quadAround(segments) })
}

function nationIn(segments: Segment[]): Field | undefined {
  const value = nationOf(segments.map(({ text }) => text).join(''))
  const glyphs = segments.flatMap((segment) => segment.glyphs)
  return value ? field(value, { confidence: leastProbability(glyphs), quad: quadAround(segments) }) : undefined
}
