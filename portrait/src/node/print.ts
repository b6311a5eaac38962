/** What a print room needs, without the engines that make portraits. */
export * from './print-layout.ts'
export { type ItemRefusal, type SheetOrder, sheetItem } from './sheet.ts'
export { type SheetItem, type SheetPart, sheetDrawing } from './sheet-pdf.ts'
