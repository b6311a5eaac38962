import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { withClient } from '../../server/src/platform/postgres/roles.ts'

/** Gives the autoscaler its login as told in deploy/, and lets it count by the query of its manifest. */
export async function countWaiting(ownerUrl: string, repository: string): Promise<number> {
  const read = (name: string) => readFileSync(join(repository, 'deploy/kubernetes', name), 'utf8')
  await withClient(ownerUrl, (client) =>
    client.query(read('queue-depth.sql').replaceAll(":'password'", "'for-the-trial'")),
  )
  const scalerUrl = new URL(ownerUrl)
  scalerUrl.username = 'tucai_scaler'
  return withClient(scalerUrl.href, async (client) => {
    const { rows } = await client.query({ text: queryIn(read('worker.yaml')), rowMode: 'array' })
    const others = await client.query('SELECT data FROM pgboss.job').catch(() => undefined)
    if (others !== undefined) throw new Error('the autoscaler may read what jobs are about')
    return Number(rows[0]![0])
  })
}

function queryIn(manifests: string): string {
  const documents = parseAllDocuments(manifests).map((document) => document.toJS())
  return documents.find(({ kind }) => kind === 'ScaledObject').spec.triggers[0].metadata.query
}
