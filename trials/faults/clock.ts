import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { inTransaction, openDatabase, SYSTEM } from '../../server/src/platform/db.ts'
import { openSecrets } from '../../server/src/platform/secrets.ts'
import { addStaff, setTotp } from '../../server/src/staff/staff-members.ts'
import { makeTotpSecret, totpCode, totpStep } from '../../server/src/staff/totp.ts'
import { arrive } from './arriving.ts'
import { Asker } from './asking.ts'
import { openChance } from './chance.ts'
import { type Crowd, openCrowd } from './crowd.ts'
import { enrolWalkers } from './enrolling.ts'
import { type Ground, openGround } from './ground.ts'
import { newOutcome, type Outcome } from './outcome.ts'
import { checkCrowd } from './promises.ts'

const TEN_MINUTES_MS = 600_000
const preload = pathToFileURL(join(import.meta.dirname, 'clock-preload.ts')).href

/** The clock of the product jumps while students are on their way; everybody else's is right. */
export async function moveClock(seed: number): Promise<Outcome[]> {
  const chance = openChance(seed)
  const folder = mkdtempSync(join(tmpdir(), 'tucai-clock-'))
  const file = join(folder, 'ahead-ms')
  const setClock = async (aheadMs: number) => {
    writeFileSync(file, String(aheadMs))
    await wait(300)
  }
  await setClock(0)
  const environment = { NODE_OPTIONS: `--import=${preload}`, TUCAI_FAULTS_CLOCK: file }
  const ground = await openGround({ environment }).catch((error) => {
    rmSync(folder, { recursive: true, force: true })
    throw error
  })
  try {
    const outcomes: Outcome[] = []
    for (const [name, aheadMs] of [
      ['+10 min', TEN_MINUTES_MS],
      ['−10 min', -TEN_MINUTES_MS],
    ] as const) {
      const outcome = newOutcome(`clock ${name}, and back`)
      const begun = performance.now()
      ground.emulator.reset()
      const crowd = openCrowd(ground, outcome, 6)
      const staff = await hireClerk(ground)
      crowd.add(await enrolWalkers(ground, crowd, chance, 18))
      for (let time = 0; time < 2; time++) {
        await crowd.untilSent(60, 20_000)
        await setClock(aheadMs)
        outcome.notes.push(`staff by a right code meanwhile: ${await signInClerk(crowd, staff)}`)
        await wait(15_000)
        await setClock(0)
        outcome.times += 1
      }
      const words = await signInClerk(crowd, staff)
      if (words !== 'signed in') outcome.wrongs.push({ kind: 'answer', sentence: `staff are ${words} afterwards` })
      while (crowd.waiting() > 0) await crowd.untilSent(1, 1000)
      await crowd.empty()
      await arrive(ground, crowd, outcome)
      await checkCrowd(ground, crowd, outcome)
      outcome.notes.push(`${crowd.gone.length} students`)
      outcome.seconds = (performance.now() - begun) / 1000
      outcomes.push(outcome)
    }
    return outcomes
  } finally {
    await ground.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Clerk {
  login: string
  password: string
  secret: string
}

async function hireClerk(ground: Ground): Promise<Clerk> {
  const db = openDatabase(ground.appUrl(), { connections: 1 })
  const secrets = openSecrets(ground.keysFolder)
  const clerk = { login: `clerk-${randomBytes(4).toString('hex')}`, password: randomBytes(9).toString('base64url') }
  const secret = makeTotpSecret()
  try {
    const passwordHash = await secrets.hashPassword(clerk.password)
    await inTransaction(db, SYSTEM, async (tx) => {
      const staffId = await addStaff(
        tx,
        { login: clerk.login, role: 'finance', schoolId: null, passwordHash },
        new Date(),
      )
      await setTotp(tx, secrets, staffId, { secret, step: totpStep(new Date()) - 100 })
    })
  } finally {
    await db.close()
  }
  return { ...clerk, secret }
}

/** Signs in as the authenticator of somebody whose clock is right says; in words what came of it. */
async function signInClerk(crowd: Crowd, { login, password, secret }: Clerk): Promise<string> {
  const asker = new Asker(crowd)
  const started = await asker.ask('staffSessionStart', {}, { json: { login, password } })
  if (started.status >= 300) return `refused (${started.body?.code})`
  const code = totpCode(secret, totpStep(new Date()))
  const confirmed = await asker.ask('staffSessionConfirm', {}, { json: { ticket: started.body.ticket, code } })
  return confirmed.status < 300 ? 'signed in' : `refused (${confirmed.body?.code})`
}
