import { createHash, randomBytes } from 'node:crypto'
import { Problem, type ReviewRecrop } from '@tucai/contract'
import { FileMissing, type Files } from '../platform/files.ts'
import type { Developed, PhotoDeveloper } from './developer.ts'
import type { DevelopedRecord } from './measured.ts'
import { type Photo, recroppedKey } from './photo.ts'

export interface RecropGround {
  files: Files
  developer: Pick<PhotoDeveloper, 'develop'>
}

/**
 * Files of the same original under another crop, beside the present ones; whoever asked records them or removes them.
 * @throws Problem original-gone or crop-unlawful
 */
export async function recropPhoto(
  { files, developer }: RecropGround,
  photo: Photo,
  crop: ReviewRecrop,
): Promise<DevelopedRecord & Required<Pick<DevelopedRecord, 'finished' | 'master'>>> {
  const original = await originalOf(files, photo)
  const { ok, report, finished, master } = await developer.develop(original, photo.standard, {
    crop: { ...crop, heightPx: 0 },
  })
  requireLawful({ ok, report })
  const { findings, geometry, ...record } = report
  const mark = randomBytes(6).toString('hex')
  const keep = async (part: 'finished' | 'master', bytes: Buffer) => {
    const key = recroppedKey(photo.id, part, mark)
    await files.write(key, bytes)
    return { key, sha256: createHash('sha256').update(bytes).digest('hex') }
  }
  return {
    ...{ state: 'finished', findings, geometry, record },
    finished: await keep('finished', finished!),
    master: await keep('master', master!),
  }
}

async function originalOf(files: Files, photo: Photo): Promise<Buffer> {
  try {
    return await files.read(photo.originalKey)
  } catch (error) {
    if (error instanceof FileMissing) throw new Problem('original-gone')
    throw error
  }
}

/** What only warned before still only warns; what blocks is no photo to approve. */
function requireLawful({ ok, report }: Pick<Developed, 'ok' | 'report'>): void {
  if (!ok || report.findings.some(({ severity }) => severity === 'block')) throw new Problem('crop-unlawful')
}
