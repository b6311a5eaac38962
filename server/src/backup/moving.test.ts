import pg from 'pg'
import { expect, it } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { folderFiles } from '../platform/files-folder.ts'
import { processName } from '../platform/process-name.ts'
import { moveProduct } from './moving.ts'

it('nothing is moved from under a program of whatever role, also when it runs on another machine', async () => {
  const { connectionUrls } = await createTestDatabase()
  const files = folderFiles('/nonexistent')
  const move = () =>
    moveProduct({
      from: { ownerUrl: connectionUrls.owner, files },
      to: { urls: undefined, files: undefined },
      say: () => {},
    })
  for (const name of [processName('all'), processName('web'), processName('worker'), 'tucai-jobs']) {
    const program = new pg.Client({ connectionString: connectionUrls.app, application_name: name })
    await program.connect()
    await expect(move(), name).rejects.toThrow('Programs still work on this database')
    await program.end()
  }
  const gone = async () => {
    const client = new pg.Client(connectionUrls.owner)
    await client.connect()
    const { rows } = await client.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'tucai%'",
    )
    await client.end()
    return rows.length
  }
  await expect.poll(gone).toBe(0)
  expect((await move()).tables).toEqual([])
})
