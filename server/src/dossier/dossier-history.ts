import type { GraduateEvent, StaffRole } from '@tucai/contract'
import { sql } from 'kysely'
import { auditsNaming } from '../audit/audits.ts'
import type { Graduate } from '../graduate/graduate.ts'
import { rowsOf, type Tx } from '../platform/db.ts'

/** The latest ones are shown. */
const MOST_EVENTS = 200

interface EventRow {
  at: Date
  kind: 'work' | 'look'
  code: string
  actorKind: 'student' | 'staff' | 'system'
  login: string | null
  role: StaffRole | null
  detail: Record<string, string | number>
}

/** On record in the tables themselves, with more to say there. */
const TOLD_ELSEWHERE = ['order-paid', 'review-approved', 'review-rejected', 'review-withdrawn', 'notice-retried']
/** What looking at something personal is called in the audit, besides names that end in -read. */
const LOOKS = ['graduate-uncovered', 'graduates-exported', 'number-uncovered']

/**
 * What happened to an enrolment and who looked at it, the latest first; the same again by the same person within an hour
 * is told once. Whoever may not read the audit, as schools may not, sees what happened.
 */
export async function dossierHistory(tx: Tx, { id, identityId }: Graduate): Promise<GraduateEvent[]> {
  const rows = await rowsOf<EventRow>(
    tx,
    sql`SELECT at, kind, code, actor_kind, login, role, detail
      FROM (${happened(id, identityId)} UNION ALL ${recorded(id)}) event
      ORDER BY at DESC, kind, code LIMIT ${MOST_EVENTS}`,
  )
  return collapsed(rows)
}

const nothing = sql`'{}'::jsonb`

/** From the tables of the slices: what there is a row for. */
const happened = (id: string, identityId: string) => sql`
  SELECT created_at AS at, 'work' AS kind, 'graduate-added' AS code, 'system' AS actor_kind, NULL AS login,
    NULL AS role, ${nothing} AS detail
  FROM graduate WHERE id = ${id}
  UNION ALL SELECT created_at, 'work', 'registered', 'student', NULL, NULL, ${nothing}
    FROM account WHERE identity_id = ${identityId}
  UNION ALL SELECT information_confirmed_at, 'work', 'information-confirmed', 'student', NULL, NULL, ${nothing}
    FROM collection WHERE graduate_id = ${id} AND information_confirmed_at IS NOT NULL
  UNION ALL SELECT sent_at, 'work', 'correction-sent', 'student', NULL, NULL, ${nothing}
    FROM correction WHERE graduate_id = ${id}
  UNION ALL SELECT taken_at, 'work', 'photo-taken', 'student', NULL, NULL, jsonb_build_object('source', source)
    FROM photo WHERE graduate_id = ${id}
  UNION ALL SELECT submitted_at, 'work', 'photo-submitted', 'student', NULL, NULL,
      jsonb_build_object('attempt', row_number() OVER (ORDER BY submitted_at, id))
    FROM review WHERE graduate_id = ${id}
  UNION ALL SELECT r.decided_at, 'work', CASE WHEN cardinality(r.reasons) > 0 THEN 'photo-rejected' ELSE 'photo-approved' END,
      'staff', s.login, s.role, jsonb_build_object('reasons', cardinality(r.reasons))
    FROM review r LEFT JOIN staff s ON s.id = r.decided_by WHERE r.graduate_id = ${id} AND r.decided_at IS NOT NULL
  UNION ALL SELECT withdrawn_at, 'work', 'photo-withdrawn',
      CASE withdrawn_by WHEN 'student' THEN 'student' ELSE 'staff' END, NULL, NULL, ${nothing}
    FROM review WHERE graduate_id = ${id} AND withdrawn_at IS NOT NULL AND withdrawn_by = 'student'
  UNION ALL SELECT m.at, 'work', 'order-' || m.state, CASE m.state WHEN 'unpaid' THEN 'student' ELSE 'system' END, NULL,
      NULL, jsonb_build_object('number', o.number, 'amountFen', o.total_fen)
    FROM order_move m JOIN "order" o ON o.id = m.order_id WHERE o.graduate_id = ${id}
  UNION ALL SELECT m.at, 'work', 'parcel-' || m.state, 'system', NULL, NULL,
      jsonb_build_object('number', coalesce(m.tracking_number, ''))
    FROM parcel_move m JOIN parcel p ON p.id = m.parcel_id JOIN "order" o ON o.id = p.order_id
    WHERE o.graduate_id = ${id} AND m.state IN ('shipped', 'delivered', 'returned')
  UNION ALL SELECT n.made_at, 'work', 'notice', 'system', NULL, NULL,
      jsonb_build_object('notice', n.kind, 'state', n.state)
    FROM notice n JOIN graduate g ON g.id = ${id} WHERE n.identity_id = ${identityId} AND n.campaign_id = g.campaign_id`

/** From the audit: who looked, and what has no row of its own. */
const recorded = (id: string) => sql`
  SELECT a.at, CASE WHEN a.action LIKE '%-read' OR a.action = ANY(${LOOKS}) THEN 'look' ELSE 'work' END, a.action,
    CASE a.actor_kind WHEN 'student' THEN 'student' WHEN 'staff' THEN 'staff' ELSE 'system' END, s.login, s.role,
    jsonb_strip_nulls(jsonb_build_object('field', u.field, 'reason', u.reason))
  FROM audit a LEFT JOIN staff s ON s.id = a.actor_id
  LEFT JOIN uncovering u ON a.action = 'graduate-uncovered' AND u.id = ANY(a.subject_ids)
  WHERE a.id IN (${auditsNaming(sql`ARRAY[${id}]
      || ARRAY(SELECT id FROM photo WHERE graduate_id = ${id}) || ARRAY(SELECT id FROM review WHERE graduate_id = ${id})
      || ARRAY(SELECT id FROM "order" WHERE graduate_id = ${id})`)})
    AND a.action <> ALL(${TOLD_ELSEWHERE})`

const HOUR_MS = 3_600_000

function collapsed(rows: EventRow[]): GraduateEvent[] {
  const events: GraduateEvent[] = []
  for (const { at, kind, code, actorKind, login, role, detail } of rows) {
    const event: GraduateEvent = {
      ...{ at: at.toISOString(), kind, code, times: 1, detail },
      by: actorKind === 'system' ? null : { kind: actorKind, login, role },
    }
    const before = events.findLast((one) => isSame(one, event))
    if (kind === 'look' && before && Date.parse(before.at) - at.getTime() < HOUR_MS) before.times += 1
    else events.push(event)
  }
  return events
}

function isSame(one: GraduateEvent, other: GraduateEvent): boolean {
  const key = ({ code, by, detail }: GraduateEvent) => JSON.stringify([code, by, detail])
  return key(one) === key(other)
}
