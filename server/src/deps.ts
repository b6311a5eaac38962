import type { Config } from './config.ts'
import type { DocumentReader } from './document/document.ts'
import type { PhotoDeveloper } from './photo/developer.ts'
import type { SheetPrinter } from './photo/photo.ts'
import type { PhotoSignals } from './photo/photo-signals.ts'
import type { Engines } from './platform/engines.ts'

/** What the whole product stands on. */
export interface Deps extends Engines {
  config: Config
  developer: PhotoDeveloper
  /** Reads documents on this machine. */
  documents: DocumentReader
  /** Makes print sheets. */
  printer: SheetPrinter
  signals: PhotoSignals
  /** Shows whoever started the program a few lines. */
  tell(text: string): void
}
