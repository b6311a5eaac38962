import type { DocumentField, DocumentReading, ReadableKind } from '@tucai/contract'
import { type FieldName, flagWords, type Reading, warningWords } from '@tucai/reader'

export type ProviderName = 'embedded' | 'wechat' | 'tencent'

/** What a provider made of one picture. `crops` are JPEG pictures of single fields. */
export interface DocumentRead {
  reading: Reading
  crops: Partial<Record<FieldName, Uint8Array>>
  provider: ProviderName
}

/** Reads the picture of one identity document. The picture stays in memory and is dropped with the answer. */
export interface DocumentReader {
  /**
   * A picture that is no document, or no picture at all, gives a reading that says so.
   * @throws DocumentReaderAway when the provider does not answer
   */
  read(picture: Uint8Array, kind: ReadableKind | undefined): Promise<DocumentRead>
  warmUp(): Promise<void>
  stop(): Promise<void>
}

/** The provider is away or overloaded; typing the fields is always possible. */
export class DocumentReaderAway extends Error {
  override name = 'DocumentReaderAway'
}

/** What the student is shown: every field beside its picture, every doubt in words. */
export function documentView({ reading, crops, provider }: DocumentRead): DocumentReading {
  const fields: Record<string, DocumentField> = {}
  for (const [name, { value, confidence, source, flags, doubtfulAt }] of Object.entries(reading.fields)) {
    const crop = crops[name as FieldName]
    fields[name] = {
      ...{ value, confidence, source, doubtfulAt },
      flags: flags.map((code) => ({ code, ...flagWords[code] })),
      crop: crop ? `data:image/jpeg;base64,${Buffer.from(crop).toString('base64')}` : null,
    }
  }
  const warnings = reading.warnings.map((code) => ({ code, ...warningWords[code] }))
  return { kind: reading.kind, fields, mrz: reading.mrz, warnings, provider }
}
