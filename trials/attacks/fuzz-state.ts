import type { Ground } from './ground.ts'
import { type Row, Tally } from './row.ts'

/** What holds in every state of the database, as a count of rows in which it doesn't. */
const promises: Record<string, string> = {
  'an order that is paid has a payment or costs nothing': `SELECT count(*) FROM "order" o WHERE o.state = 'paid' AND o.total_fen > 0
      AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.order_id = o.id AND p.state = 'paid')
      AND EXISTS (SELECT 1 FROM payment p WHERE p.order_id = o.id)`,
  'an order has one payment at most that is paid': `SELECT count(*) FROM (SELECT 1 FROM payment WHERE state = 'paid' GROUP BY order_id HAVING count(*) > 1) t`,
  'no more goes back than was paid': `SELECT count(*) FROM payment p WHERE p.amount_fen <
      (SELECT coalesce(sum(amount_fen), 0) FROM refund r WHERE r.payment_id = p.id AND r.state NOT IN ('refused', 'failed'))`,
  'a payment is of what its order costs': `SELECT count(*) FROM payment p JOIN "order" o ON o.id = p.order_id
      WHERE p.provider = 'simulated' AND p.amount_fen <> o.total_fen AND p.id NOT LIKE 'pay_of_%'`,
  'a graduate has one photo at most that waits or is approved': `SELECT count(*) FROM (SELECT 1 FROM review WHERE state IN ('waiting', 'approved') GROUP BY graduate_id HAVING count(*) > 1) t`,
  'whoever decided is not who asked': `SELECT count(*) FROM approval WHERE decided_by = asked_by`,
  'a parcel is of a mailed order': `SELECT count(*) FROM parcel p JOIN "order" o ON o.id = p.order_id WHERE o.delivery <> 'mail'`,
  'rows of one person and school belong together': `SELECT count(*) FROM "order" o JOIN graduate g ON g.id = o.graduate_id
      WHERE o.school_id <> g.school_id OR o.identity_id <> g.identity_id`,
  'a confirmed photo is of its graduate': `SELECT count(*) FROM collection c JOIN photo p ON p.id = c.photo_id WHERE p.graduate_id <> c.graduate_id`,
  'a campaign is of a school, at a time and at a price': `SELECT count(*) FROM campaign WHERE closes_at <= opens_at OR collection_fee_fen < 0 OR title = ''`,
  'nobody became an administrator': `SELECT count(*) FROM staff WHERE login LIKE 'scratch-%' AND role = 'administrator'`,
  'no job has been given up': `SELECT count(*) FROM pgboss.job WHERE state = 'failed'`,
}

/** Looks whether everything that must hold still does, whatever was asked before. */
export async function lookAtState(ground: Ground): Promise<Row> {
  const tally = new Tally('fuzz', 'what must hold in the database afterwards')
  for (const [promise, text] of Object.entries(promises)) {
    const [{ count }] = (await ground.query<{ count: string }>(text)) as [{ count: string }]
    tally.count(count === '0', `${promise}: ${count} rows don’t`)
  }
  for (const [column, count] of await brokenTexts(ground))
    tally.count(count === 0, `${column} lost characters ${count} times`)
  const browser = ground.visitor()
  for (const path of ['/health', '/ready', '/api/app'])
    tally.count((await browser.send('GET', path)).status === 200, `${path} does not answer`)
  const failed = await ground.query<{ name: string; output: unknown }>(
    `SELECT name, left(output::text, 300) AS output FROM pgboss.job WHERE state = 'failed' LIMIT 3`,
  )
  const [{ count: rows }] = (await ground.query<{ count: string }>('SELECT count(*) FROM audit')) as [{ count: string }]
  return tally.done([`${rows} lines of audit`, ...failed.map(({ name, output }) => `${name}: ${output}`)].join(' · '))
}

/** Each column of text, and in how many rows it has U+FFFD: what no sender sent and a program makes of what it can’t keep. */
async function brokenTexts(ground: Ground): Promise<[string, number][]> {
  const columns = await ground.query<{ table: string; name: string }>(
    `SELECT table_name AS table, column_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb')`,
  )
  const found: [string, number][] = []
  for (const { table, name } of columns) {
    const text = `SELECT count(*)::int AS count FROM "${table}" WHERE "${name}"::text LIKE '%' || U&'\\FFFD' || '%'`
    const [row] = await ground.query<{ count: number }>(text)
    found.push([`${table}.${name}`, row!.count])
  }
  return found
}
