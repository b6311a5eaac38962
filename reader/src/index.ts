export { nationOf } from './card/nation.ts'
export { checkCharacterOf, numberFlaws } from './card/number.ts'
export { settlePerson } from './card/read-card.ts'
export type { NameEngines } from './card/read-name.ts'
export type { Picture, Point, Quad } from './picture.ts'
export { type ReadOptions, readDocument, unread } from './read-document.ts'
export {
  type Field,
  type FieldName,
  type Fields,
  type Flag,
  field,
  type Kind,
  type Reading,
  type Source,
  type WarningCode,
} from './reading.ts'
export { flagWords, warningWords } from './words.ts'
