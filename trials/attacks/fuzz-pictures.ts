import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPhotoDeveloper } from '../../server/src/photo/developer.ts'
import { goodPhoto } from '../../server/test/pictures.ts'
import type { Pictures } from './fuzz-cohort.ts'

/** A good photo, and unless it is to be short, what the photo worker makes of it. */
export async function lookAtPictures(short: boolean): Promise<Pictures> {
  const photo = await goodPhoto()
  if (short) return { photo }
  const workFolder = await mkdtemp(join(tmpdir(), 'tucai-fuzz-'))
  const developer = startPhotoDeveloper({ workFolder, workers: 1 })
  try {
    return { photo, developed: await developer.develop(photo, 'chsi-2017-blue') }
  } finally {
    await developer.stop()
    await rm(workFolder, { recursive: true, force: true })
  }
}
