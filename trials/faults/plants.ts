import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { arrive } from './arriving.ts'
import { wrongAnswer } from './asking.ts'
import { openChance } from './chance.ts'
import { type Crowd, openCrowd } from './crowd.ts'
import { enrolWalkers } from './enrolling.ts'
import { type Ground, openGround } from './ground.ts'
import { newOutcome, type Outcome } from './outcome.ts'
import { checkCrowd, isPaidLetter } from './promises.ts'

/** A mistake that is made in what the product has kept, and must be found. */
interface Plant {
  name: string
  make(ground: Ground, crowd: Crowd): unknown
}

const inRecords = (name: string, text: string): Plant => ({ name, make: ({ look }) => look(text) })

const plants: Plant[] = [
  {
    name: 'a finished photo is another file',
    make({ dataFolder }, { walkers }) {
      const photoId = [...walkers[0]!.told.finished.keys()][0]!
      writeFileSync(join(dataFolder, 'files', 'photo', photoId, 'finished.jpg'), 'another')
    },
  },
  inRecords('an original has another hash', `UPDATE photo SET original_sha256 = 'x'`),
  inRecords('a take is being developed for ever', `UPDATE photo SET state = 'developing'`),
  inRecords(
    'a take is there twice',
    `INSERT INTO photo (id, graduate_id, identity_id, school_id, source, standard, state, taken_at, original_key,
        original_sha256, original_bytes)
      SELECT 'pho_again', graduate_id, identity_id, school_id, source, standard, 'failed', taken_at, original_key || '-again',
        original_sha256, original_bytes FROM photo LIMIT 1`,
  ),
  inRecords('an order has another sum', `UPDATE "order" SET total_fen = total_fen + 1`),
  inRecords(
    'a payment is of another transaction',
    `UPDATE payment SET provider_transaction = 'x' || provider_transaction`,
  ),
  {
    name: 'a letter came twice',
    make({ mailbox: { mails } }) {
      mails.push(mails.find(({ data }) => isPaidLetter(data))!)
    },
  },
  inRecords('nobody was told of the payment', `UPDATE notice SET kind = 'order-expired' WHERE kind = 'order-paid'`),
  inRecords('another photo is confirmed', `UPDATE collection SET photo_id = 'pho_again'`),
]

/** Lets students go their way undisturbed, and then makes one mistake after the other: each must be found. */
export async function plantMistakes(seed: number): Promise<Outcome[]> {
  const outcome = newOutcome('mistakes planted in what was kept, each to be found')
  const begun = performance.now()
  const ground = await openGround()
  try {
    const crowd = openCrowd(ground, outcome, 2)
    crowd.add(await enrolWalkers(ground, crowd, openChance(seed), 2))
    while (crowd.waiting() > 0) await crowd.untilSent(1, 1000)
    await crowd.empty()
    await arrive(ground, crowd, outcome)
    await checkCrowd(ground, crowd, outcome)
    const known = new Set<string>()
    for (const { name, make } of plants) {
      await make(ground, crowd)
      const seen = newOutcome(name)
      await checkCrowd(ground, crowd, seen)
      const found = seen.wrongs.map(({ sentence }) => sentence).filter((sentence) => !known.has(sentence))
      for (const sentence of found) known.add(sentence)
      if (found.length === 0) outcome.wrongs.push({ kind: 'stuck', sentence: `nobody noticed that ${name}` })
      outcome.times += 1
    }
    checkAnswers(outcome)
    outcome.seconds = (performance.now() - begun) / 1000
    return [outcome]
  } finally {
    await ground.close()
  }
}

function checkAnswers(outcome: Outcome): void {
  const problem = { zh: '', en: '' }
  const bad = [
    { status: 500, headers: new Headers(), body: problem },
    { status: 503, headers: new Headers(), body: problem },
    { status: 503, headers: new Headers({ 'retry-after': '5' }), body: null },
  ]
  for (const answer of bad) {
    outcome.times += 1
    if (wrongAnswer({ ...answer, bytes: Buffer.alloc(0) }, 'it') === undefined)
      outcome.wrongs.push({ kind: 'stuck', sentence: `an answer of ${answer.status} was taken for right` })
  }
}
