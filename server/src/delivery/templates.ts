import { type DeliverySettings, type DeliveryTemplate, Problem } from '@tucai/contract'
import { sql } from 'kysely'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'

const COLUMNS = sql`id AS template_id, title, settings`

export async function deliveryTemplates(tx: Tx): Promise<DeliveryTemplate[]> {
  return rowsOf<DeliveryTemplate>(tx, sql`SELECT ${COLUMNS} FROM delivery_template ORDER BY title`)
}

/** The same title again changes what it holds. */
export async function saveTemplate(
  tx: Tx,
  staffId: string,
  { title, settings }: { title: string; settings: DeliverySettings },
  now: Date,
): Promise<DeliveryTemplate> {
  const saved = sql`INSERT INTO delivery_template (id, title, settings, saved_by, saved_at)
    VALUES (${newId('dlt')}, ${title}, ${JSON.stringify(settings)}::jsonb, ${staffId}, ${now})
    ON CONFLICT (title) DO UPDATE SET settings = excluded.settings, saved_by = excluded.saved_by,
      saved_at = excluded.saved_at RETURNING ${COLUMNS}`
  return (await rowOf<DeliveryTemplate>(tx, saved))!
}

/** @throws Problem not-found */
export async function removeTemplate(tx: Tx, templateId: string): Promise<void> {
  if ((await countOf(tx, sql`DELETE FROM delivery_template WHERE id = ${templateId}`)) !== 1)
    throw new Problem('not-found')
}
