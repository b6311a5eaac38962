import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, it } from 'vitest'
import { filesSuite } from './files.suite.ts'
import { folderFiles } from './files-folder.ts'

const made: string[] = []

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tucai-files-'))
  made.push(folder)
  return folder
}

afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))))

filesSuite('a folder', async () => folderFiles(join(await emptyFolder(), 'files')))

it('leaves nothing half-written in the folder after a failed write', async () => {
  const folder = await emptyFolder()
  const breaking = Readable.from(
    (async function* () {
      yield Buffer.alloc(100_000)
      throw new Error('gone')
    })(),
  )
  await expect(folderFiles(folder).write('a/b.jpg', breaking)).rejects.toThrow('gone')
  expect(await readdir(join(folder, 'a'))).toEqual([])
})
