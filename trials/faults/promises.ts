import { checkPromises } from '../../server/test/payment-histories/promises.ts'
import { newTold } from '../../server/test/payment-histories/world.ts'
import type { Crowd } from './crowd.ts'
import type { Ground } from './ground.ts'
import type { Outcome, Wrong } from './outcome.ts'
import { hashOf, type Walker } from './student.ts'

/** Everything that was answered with success is there and the same, and nothing happened twice. */
export async function checkCrowd(ground: Ground, crowd: Crowd, outcome: Outcome): Promise<void> {
  const say = (kind: Wrong, sentence: string) => void outcome.wrongs.push({ kind, sentence })
  await checkMoney(ground, crowd, outcome)
  for (const walker of crowd.walkers) {
    outcome.acknowledged += walker.told.answers
    await checkRecords(ground, walker, say)
    await checkFiles(walker, say)
  }
  for (const reviewId of crowd.approved) {
    const [row] = await ground.look<{ state: string }>('SELECT state FROM review WHERE id = $1', [reviewId])
    if (row?.state !== 'approved') say('lost', `the review ${reviewId} was approved, and is ${row?.state}`)
  }
  outcome.acknowledged += crowd.approved.size
  const note = (words: string) => void outcome.notes.push(words)
  await checkNotices(ground, crowd, say, note)
  const givenUp = crowd.walkers.reduce((sum, { told }) => sum + told.givenUp, 0)
  if (givenUp > 0) note(`${givenUp} takes were given up after three kills of their worker, and made anew`)
}

/** The provider’s books are ours: the same checks as of the payment histories. */
async function checkMoney({ look, emulator }: Ground, { walkers }: Crowd, outcome: Outcome): Promise<void> {
  const told = newTold()
  // The checks know people by their identity only.
  const people = walkers as unknown as Parameters<typeof checkPromises>[0]['people']
  for (const [nth, { told: own }] of walkers.entries()) {
    if (own.order) told.orders.set(own.order.orderId, { person: people[nth]!, totalFen: own.order.totalFen })
    if (own.paidAt !== undefined) told.paid.add(own.order!.orderId)
  }
  const broken: string[] = []
  await checkPromises({ ground: { look, emulator }, people, told, broken })
  for (const sentence of broken) {
    const isTwice = /became paid|with \d+ payments|kept/.test(sentence)
    outcome.wrongs.push({ kind: isTwice ? 'doubled' : 'lost', sentence })
  }
}

type Say = (kind: Wrong, sentence: string) => void

interface Records {
  accounts: number
  orders: number
  reviews: number
  addresses: number
  collections: number
  photos: { id: string; state: string; original_sha256: string; finished_sha256: string | null }[]
  photo_id: string | null
  doubled_words: number
}

async function checkRecords({ look }: Ground, walker: Walker, say: Say): Promise<void> {
  const { graduateId, identityId, told } = walker
  const [row] = await look<Records>(
    `SELECT (SELECT count(*) FROM account WHERE identity_id = $2)::int AS accounts,
      (SELECT count(*) FROM "order" WHERE graduate_id = $1)::int AS orders,
      (SELECT count(*) FROM review WHERE graduate_id = $1)::int AS reviews,
      (SELECT count(*) FROM address a JOIN account c ON c.id = a.account_id WHERE c.identity_id = $2)::int AS addresses,
      (SELECT count(*) FROM collection WHERE graduate_id = $1 AND information_confirmed_at IS NOT NULL)::int AS collections,
      (SELECT photo_id FROM collection WHERE graduate_id = $1) AS photo_id,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'state', state, 'original_sha256', original_sha256,
        'finished_sha256', finished_sha256)), '[]') FROM photo WHERE graduate_id = $1) AS photos`,
    [graduateId, identityId],
  )
  const { accounts, orders, reviews, addresses, collections, photos, photo_id } = row!
  const whole = told.paidAt !== undefined
  const expected = { accounts: 1, collections: 1, orders: 1, reviews: 1, addresses: walker.paper ? 1 : 0 }
  const found = { accounts, collections, orders, reviews, addresses }
  for (const [what, count] of Object.entries(expected) as [keyof typeof found, number][]) {
    if (found[what] > count) say('doubled', `${graduateId} has ${found[what]} ${what}`)
    if (whole && found[what] < count) say('lost', `${graduateId} has ${found[what]} of ${count} ${what}`)
  }
  // The answer to the last take may have been lost with whoever waited for it.
  if (photos.length > told.takes.size + (whole ? 0 : 1))
    say('doubled', `${graduateId} made ${told.takes.size} takes, and has ${photos.length}`)
  for (const [photoId, sent] of told.takes) {
    const photo = photos.find(({ id }) => id === photoId)
    if (photo?.original_sha256 !== sent) say('lost', `the take ${photoId} is not what was sent`)
    if (photo?.state === 'developing') say('stuck', `the take ${photoId} is being developed still`)
    const shown = told.finished.get(photoId)
    if (shown !== undefined && photo?.finished_sha256 !== shown)
      say('lost', `the finished photo ${photoId} is another one`)
  }
  if (told.confirmedPhotoId && photo_id !== told.confirmedPhotoId) say('lost', `${graduateId} confirmed another photo`)
}

/** What was shown can be shown again, byte for byte. */
async function checkFiles({ told, asker }: Walker, say: Say): Promise<void> {
  for (const [photoId, shown] of told.finished) {
    const reply = await asker.ask('photoFinished', { photoId })
    if (reply.status !== 200 || hashOf(reply.bytes) !== shown)
      say('lost', `the finished photo ${photoId} was answered ${reply.status}`)
  }
}

/** One notice of each thing; letters may come twice only where it is on record that the first may not have arrived. */
async function checkNotices({ look, mailbox }: Ground, { walkers }: Crowd, say: Say, note: (words: string) => void) {
  const identities = [walkers.map(({ identityId }) => identityId)]
  const rows = await look<{
    identity_id: string
    kind: string
    count: number
    unknown: number
    sent: number
    story: string
  }>(
    `SELECT n.identity_id, n.kind, count(DISTINCT n.id)::int AS count,
      string_agg(concat_ws(' ', n.state, n.reason, a.outcome, a.reason), ', ') AS story,
      count(*) FILTER (WHERE a.outcome = 'unknown')::int AS unknown, count(DISTINCT n.id) FILTER (WHERE n.state = 'sent')::int AS sent
      FROM notice n LEFT JOIN notice_attempt a ON a.notice_id = n.id
      WHERE n.identity_id = ANY($1) AND n.kind IN ('order-paid', 'review-approved') GROUP BY 1, 2`,
    identities,
  )
  const byIdentity = new Map(walkers.map((walker) => [walker.identityId, walker]))
  // Interrupted twice: given up on record, for staff to have it tried again (docs/notices.md).
  let interrupted = 0
  for (const { identity_id, kind, count, unknown, sent, story } of rows) {
    const { mail } = byIdentity.get(identity_id)!
    if (count > 1) say('doubled', `${mail} has ${count} notices ${kind}`)
    if (sent < count && unknown === 0) say('stuck', `${mail} was not told ${kind}`)
    if (kind !== 'order-paid') continue
    const letters = mailbox.mails.filter(({ to, data }) => to.includes(mail) && isPaidLetter(data)).length
    if (letters > 1 + unknown) say('doubled', `${mail} got ${letters} letters about one paid order`)
    if (letters === 0 && unknown >= 2) interrupted += 1
    else if (letters === 0) say('lost', `${mail} got no letter about the paid order (${story})`)
  }
  if (interrupted > 0) note(`${interrupted} letters were interrupted twice, and wait for staff`)
  const paid = walkers.filter(({ told }) => told.paidAt !== undefined)
  const toldOf = new Set(rows.filter(({ kind }) => kind === 'order-paid').map(({ identity_id }) => identity_id))
  for (const { identityId, mail } of paid)
    if (!toldOf.has(identityId)) say('lost', `nobody told ${mail} that the order is paid`)
}

/** The subject is encoded; its words are those of the notice that an order is paid. */
export const isPaidLetter = (data: string) =>
  decodedSubject(data).includes('支付成功') || decodedSubject(data).includes('paid')

function decodedSubject(data: string): string {
  const subject = /^Subject: ((?:.|\r\n )*)/m.exec(data)?.[1] ?? ''
  return subject.replace(/\r\n /g, '').replace(/=\?UTF-8\?([BQ])\?(.*?)\?=/gi, (_, kind: string, text: string) =>
    kind.toUpperCase() === 'B'
      ? Buffer.from(text, 'base64').toString()
      : Buffer.from(
          text
            .replace(/_/g, ' ')
            .replace(/=([0-9A-F]{2})/g, (__, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        ).toString(),
  )
}
