/** One graduate’s pictures and where they go. */
export interface ExportPhoto {
  folder: string
  name: string
  /** Its row of the list, without number, place, size and hash. */
  row: string[]
  /** One for each standard of the order. */
  pictures: { standard: string; bytes: Buffer; sha256: string }[]
}

export interface ExportOrder {
  number: string
  /** What its files are named after. */
  base: string
  /** By whose size and hash the list is written. */
  main: string
  standards: string[]
  photosPerZip: number
  /** How many photos are expected. */
  photos: number
  /** Headings of the rows; null: no list is wanted. */
  list: string[] | null
  /** Written into each entry, so that the same package is the same bytes. */
  at: Date
  /** Where its files are stored. */
  place: string
}

export interface ExportedFile {
  kind: 'zip' | 'list' | 'manifest'
  name: string
  standard: string | null
  photos: number
  bytes: number
  sha256: string
  key: string
}

/** A package on its way out; nothing of its photos is kept in memory. Whoever gives it up removes all in its place. */
export interface Export {
  add(photo: ExportPhoto): Promise<void>
  /** Everything that was made, in the order in which it is shown. */
  end(): Promise<ExportedFile[]>
}

/**
 * Hands finished photos over to CHSI, or to a school. The only way that is publicly known are files; the official uploader
 * of an authorised unit takes this place.
 */
export interface ChsiExporter {
  open(order: ExportOrder): Export
}
