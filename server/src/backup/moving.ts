import { createHash } from 'node:crypto'
import { FileMissing, type Files } from '../platform/files.ts'
import { migrate } from '../platform/migrate.ts'
import { type ConnectionUrls, roleOf } from '../platform/postgres/roles.ts'
import { StartRefused } from '../platform/start-refused.ts'
import { eachAtOnce } from './at-once.ts'
import { holds, putFile, sumInStore, sumOf } from './file-copying.ts'
import { beginFilling, type Filling } from './filling.ts'
import type { KeptFile } from './kept-files.ts'
import { type Snapshot, type SummedTable, sumOfAll, withSnapshot } from './snapshot.ts'
import { asOwner } from './tables.ts'

/** From where to where; a side that is not given stays where it is. */
export interface MoveGround {
  from: { ownerUrl: string; files: Files }
  to: { urls: ConnectionUrls | undefined; files: Files | undefined }
  say(line: string): void
}

export interface Moved {
  tables: SummedTable[]
  files: MovedFiles
}

interface MovedFiles {
  count: number
  bytes: number
  /** Rows name them and they were not there. */
  missing: number
}

const FILES_AT_ONCE = 8
const FILES_PER_NOTE = 64

/**
 * Copies a product that stands still to other engines and compares every row and every byte. Broken off at any moment,
 * the next call goes on; when the source has changed in between, what is no longer the same is copied again.
 * @throws StartRefused
 */
export async function moveProduct({ from, to, say }: MoveGround): Promise<Moved> {
  await refuseRunning(from.ownerUrl)
  return withSnapshot(from.ownerUrl, async (snapshot) => {
    const { tables } = snapshot
    const moveTo = (notes?: Filling) =>
      to.files ? moveFiles(from.files, to.files, snapshot.files, say, notes) : { count: 0, bytes: 0, missing: 0 }
    if (to.urls === undefined) return { tables: [], files: await moveTo() }
    const { urls } = to
    if (await isThereAlready(urls, snapshot)) return { tables, files: await moveTo() }
    const files = await asOwner(urls.owner, async (client) => {
      const filling = await beginFilling(client, urls, { ...snapshot, id: nameOfProduct(snapshot) }, async () => {
        if (to.files && !(await to.files.isEmpty()))
          throw new StartRefused(
            'The bucket or folder to move to is not empty: name an empty one; nothing was changed.',
          )
      })
      await moveTables(filling, snapshot, say)
      const moved = await moveTo(filling)
      await filling.finish(snapshot)
      return moved
    })
    await migrate(urls.owner, roleOf(urls.app))
    return { tables, files }
  })
}

/** On a PostgreSQL of the operator's own, programs may run on other machines. */
async function refuseRunning(ownerUrl: string): Promise<void> {
  const count = await asOwner(ownerUrl, async (client) => {
    const { rows } = await client.query(
      `SELECT count(*)::int AS count FROM pg_stat_activity
        WHERE datname = current_database()
          AND (application_name IN ('tucai', 'tucai-jobs') OR application_name LIKE 'tucai %')`,
    )
    return rows[0].count as number
  })
  if (count > 0) throw new StartRefused(`Programs still work on this database (${count} connections): stop them first.`)
}

/** A call that was broken off behind its last step has nothing left to do but to look. */
async function isThereAlready({ owner }: ConnectionUrls, snapshot: Snapshot): Promise<boolean> {
  const isWhole = await asOwner(owner, async (client) => {
    const { rows } = await client.query(
      "SELECT to_regclass('public.schema_version') IS NOT NULL AND to_regnamespace('filling') IS NULL AS whole",
    )
    return rows[0].whole as boolean
  })
  return isWhole && (await withSnapshot(owner, async ({ tables }) => sumOfAll(tables) === sumOfAll(snapshot.tables)))
}

/** The same keys, the same product. */
function nameOfProduct({ keyProofs }: Snapshot): string {
  return `product ${createHash('sha256').update(keyProofs.join()).digest('hex').slice(0, 16)}`
}

async function moveTables(filling: Filling, snapshot: Snapshot, say: (line: string) => void): Promise<void> {
  const source = sumOfAll(snapshot.tables)
  if (filling.noted('source') !== source) {
    // The source went on working in between: files may have come anywhere in the order.
    await filling.note('files', '')
    await filling.note('source', source)
  }
  for (const table of snapshot.tables) {
    if (filling.has(table)) continue
    await filling.fill(table, snapshot.rowsOf(table))
    if (table.rows > 0) say(`  ${table.name}  ${table.rows} 行`)
  }
}

async function moveFiles(
  from: Files,
  to: Files,
  kept: KeptFile[],
  say: (line: string) => void,
  notes?: Filling,
): Promise<MovedFiles> {
  const noted = notes?.noted('files')
  const state = noted ? JSON.parse(noted) : { until: '', count: 0, bytes: 0, missing: 0 }
  const left = kept.filter(({ key }) => key > state.until)
  for (let first = 0; first < left.length; first += FILES_PER_NOTE) {
    const some = left.slice(first, first + FILES_PER_NOTE)
    await eachAtOnce(some, FILES_AT_ONCE, async (file) => {
      const bytes = await moveFile(from, to, file)
      state[bytes === undefined ? 'missing' : 'count'] += 1
      state.bytes += bytes ?? 0
    })
    state.until = some.at(-1)!.key
    await notes?.note('files', JSON.stringify(state))
    say(`  文件 ${state.count + state.missing}/${kept.length}`)
  }
  if (state.count + state.missing !== kept.length)
    throw new StartRefused(`${state.count} files of ${kept.length} were moved: run it again.`)
  return { count: state.count, bytes: state.bytes, missing: state.missing }
}

/** @returns its size, or undefined when the source has it no more */
async function moveFile(from: Files, to: Files, { key, isLarge }: KeptFile): Promise<number | undefined> {
  try {
    const whole = isLarge ? undefined : await from.read(key)
    const sum = whole ? sumOf(whole) : await sumInStore(from, key)
    if (sum === undefined) return undefined
    if (!(await holds(to, key, sum))) {
      const written = await putFile(to, key, whole ?? (await from.stream(key)))
      if (written.sha256 !== sum.sha256)
        throw new StartRefused(`${key} changed while it was moved: stop the program first.`)
    }
    return sum.bytes
  } catch (error) {
    if (error instanceof FileMissing) return undefined
    throw error
  }
}
