import { field, nationOf, numberFlaws, type Reading, settlePerson, type WarningCode } from '@tucai/reader'

/** The front of an identity card as another provider read it: plain texts without any doubt marked. */
export interface PrintedCard {
  name: string
  gender: string
  nation: string
  /** In any form that holds year, month and day in this order. */
  birth: string
  address: string
  idNumber: string
  warnings?: WarningCode[]
}

/** How sure a text of a provider counts that gives no probabilities. */
const UNTOLD = 0.8

/** The same rules for every provider: check character, real date, sex and birth against the number, the table of groups. */
export function readingOfCard(printed: PrintedCard, today: string): Reading {
  const number = printed.idNumber.toUpperCase().replace(/[^\dX]/g, '')
  const flaws = number === '' ? [] : numberFlaws(number, today)
  const idNumber = number === '' ? field(null) : field(number, { confidence: UNTOLD, flags: flaws })
  const gender = /^[男女]$/.test(printed.gender) ? field(printed.gender, { confidence: UNTOLD }) : field(null)
  const person = settlePerson(idNumber, dateField(printed.birth), gender, today)
  const nation = nationOf(printed.nation)
  const contradicted = [person.birth, person.gender].some(({ flags }) => flags.includes('printed-differs'))
  return {
    kind: 'idcard',
    fields: {
      name: nameField(printed.name),
      ...person,
      nation: nation === undefined ? field(null) : field(nation, { confidence: UNTOLD }),
      address: printed.address === '' ? field(null) : field(printed.address, { confidence: UNTOLD }),
    },
    mrz: null,
    warnings: [
      ...(number === '' || flaws.length > 0 ? (['number-doubtful'] as const) : []),
      ...(contradicted ? (['printed-differs'] as const) : []),
      ...(printed.warnings ?? []),
    ],
  }
}

/** Nothing tells which character a provider guessed, so only what can't be a name is flagged besides long names. */
function nameField(text: string) {
  const name = text.replace(/[•・．‧∙.]/g, '·').replace(/\s/g, '')
  if (name === '') return field(null)
  const isPlain = /^[\p{Script=Han}·]{2,}$/u.test(name)
  if (!isPlain) return field(name, { confidence: UNTOLD, flags: ['unknown-character'] })
  return field(name, { confidence: UNTOLD, flags: name.includes('·') ? ['separator'] : [] })
}

function dateField(text: string) {
  const [year, month, day] = /^\d{8}$/.test(text)
    ? [text.slice(0, 4), text.slice(4, 6), text.slice(6)]
    : (text.match(/\d+/g) ?? [])
  if (year?.length !== 4 || !month || !day) return field(null)
  return field(year + month.padStart(2, '0') + day.padStart(2, '0'), { confidence: UNTOLD })
}
