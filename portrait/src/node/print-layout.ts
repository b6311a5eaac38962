/** Where prints go and whether they fit, without what reads photos and writes sheets. */
export { captionHeightMm } from '../print-caption.ts'
export { layoutSet, type SetPart } from '../print-set.ts'
export { layoutSheet, papers, photoSizes, type SheetLayout, type SizeMm, withCutMarks } from '../print-sheet.ts'
export { setCaption } from './caption.ts'
