import type { SheetReading, SheetRefusal } from './sheet.ts'

/** A file whose rows can’t be taken. */
export class RowsRefused extends Error {
  readonly why: SheetRefusal
  constructor(why: SheetRefusal) {
    super(why)
    this.why = why
  }
}

/** A file that stops making sense at a row; those before it were good. */
export class RowsBroken extends Error {
  readonly broken: NonNullable<SheetReading['broken']>
  constructor(broken: NonNullable<SheetReading['broken']>) {
    super(broken.why)
    this.broken = broken
  }
}
