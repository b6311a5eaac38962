import { randomBytes } from 'node:crypto'
import type { Stage } from '@tucai/contract'
import { drawPerson } from '@tucai/portrait/drawn-person'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { addAccount } from '../../src/account/accounts.ts'
import { renewDevice, trustDevice } from '../../src/account/devices.ts'
import { startSession } from '../../src/account/sessions.ts'
import { inTransaction, SYSTEM } from '../../src/platform/db.ts'
import { newId } from '../../src/platform/ids.ts'
import { aGraduateAt, type Place } from '../stages.ts'
import type { World } from '../world.ts'

/** What a student may find the app in, and how to get there once it has been seeded. */
export interface StudentState {
  name: string
  /** Screen and query, e.g. `home` or `confirm?graduateId=…`. */
  address: string
  /** Of the signed-in student; without one nobody is signed in. */
  token?: string
  /** Before the page opens: what is wrong with line, server or camera. */
  trouble?: (page: Page) => Promise<unknown>
  /** What is done once the screen is there. */
  act?: (page: Page) => Promise<unknown>
  /** Shows that the state has been reached. */
  shows: string
}

const SIZE_PX = { widthPx: 480, heightPx: 640 }
const refusalOf = (status: number, code: string, zh: string, en: string) => (page: Page) =>
  page.route('**/api/**', (route) => route.fulfill({ status, json: { code, zh, en } }))
const primary = (page: Page) => page.locator('.btn.primary').last().click()
const camera = (error: string) => (page: Page) =>
  page.addInitScript(`navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '${error}'))`)

/** Seeds graduates in every state and answers how each is looked at. */
export async function studentStates(world: World): Promise<StudentState[]> {
  const { db, files, clock, secrets } = world.deps
  const place: Place = { ...(await world.aCampaign()), name: '林知远' }
  const picture = await finishedPicture()
  async function keptPicture() {
    const key = `seeded/${randomBytes(8).toString('hex')}.jpg`
    await files.write(key, picture)
    return key
  }

  async function signedIn(stage: Stage, there = place) {
    const { graduateId, identityId } = await aGraduateAt(world, stage, there)
    await world.query('UPDATE photo SET finished_key = $2 WHERE graduate_id = $1', [graduateId, await keptPicture()])
    const token = await inTransaction(db, SYSTEM, async (tx) => {
      const now = clock.now()
      const person = { identityId, consentId: 'con_seeded', name: '林知远', gender: '男' as const }
      await addAccount(tx, secrets, { ...person, phone: '+8613900000126', mail: 'lin@example.com' }, now)
      const { deviceId } = await renewDevice(tx, { deviceToken: undefined, deviceLabel: 'Chrome · Android' }, now)
      const { rows } = await sql<{ id: string }>`SELECT id FROM account WHERE identity_id = ${identityId}`.execute(tx)
      await trustDevice(tx, deviceId, rows[0]!.id, now)
      return startSession(tx, { id: rows[0]!.id, identityId }, deviceId, now, undefined)
    })
    const visitor = world.visitor()
    visitor.cookies.set('tucai_session', token)
    await visitor.agree()
    const orderId = await completedOrder(world, graduateId)
    return { token, graduateId, identityId, at: `graduateId=${graduateId}`, orderId }
  }
  type Someone = Awaited<ReturnType<typeof signedIn>>
  /** A take of somebody who has confirmed the information. */
  async function aTake({ graduateId, identityId }: Someone, state: string, findings: object[] = []) {
    const id = newId('pho')
    const isFinished = state === 'finished'
    const geometry = { hairTopPx: 68, eyeLinePx: 280, faceWidthPx: 236, centerXPx: 240 }
    await world.query(
      `INSERT INTO photo (id, graduate_id, identity_id, school_id, source, standard, state, taken_at, original_key,
          original_sha256, original_bytes, finished_key, finished_sha256, findings, geometry)
        VALUES ($1, $2, $3, $4, 'camera', 'chsi-2017-blue', $5, $6, $7, $1, 1, $8, $9, $10, $11)`,
      [
        ...[id, graduateId, identityId, place.schoolId, state, clock.now(), `${id}/o`],
        ...[isFinished ? await keptPicture() : null, isFinished ? id : null],
        ...[JSON.stringify(findings), isFinished ? JSON.stringify(geometry) : null],
      ],
    )
    await world.query('UPDATE collection SET photo_id = $2 WHERE graduate_id = $1', [graduateId, id])
  }
  const within = async (opensInHours: number, closesInHours: number, changed = {}) => {
    const instant = (hours: number) => new Date(clock.now().getTime() + hours * 3_600_000)
    const times = { opensAt: instant(opensInHours), closesAt: instant(closesInHours), ...changed }
    return signedIn('none', { ...(await world.aCampaign(times)), name: '林知远' })
  }

  const fresh = await signedIn('none')
  const confirmed = await signedIn('confirmed')
  const [developing, good, refused, failed] = [
    ...[await signedIn('confirmed'), await signedIn('confirmed')],
    ...[await signedIn('confirmed'), await signedIn('confirmed')],
  ]
  await aTake(developing, 'developing')
  await aTake(good, 'finished', [finding('LIGHT_UNEVEN', 'warn', 0.78, 0.8, '脸两侧亮度不同', 'One side is darker')])
  await aTake(refused, 'refused', [
    finding('EXPR_EYES', 'block', 0.12, 0.2, '眼睛没有睁开', 'The eyes are closed'),
    finding('POSE_ROLL', 'block', 9.4, 5, '头部倾斜', 'The head is tilted', '°'),
  ])
  await aTake(failed, 'failed')
  const photographed = await signedIn('photographed')
  const [waiting, rejected, approved, paid, printed, shipped] = [
    ...[await signedIn('waiting'), await signedIn('rejected'), await signedIn('approved')],
    ...[await signedIn('paid'), await signedIn('printed'), await signedIn('shipped')],
  ]
  await world.query('UPDATE collection SET photo_confirmed_at = NULL WHERE graduate_id = $1', [rejected.graduateId])
  const notYet = await within(24, 48)
  const closed = await within(-48, -24)
  const cancelled = await within(-1, 24)
  await world.query(
    `UPDATE campaign SET cancelled_at = now() WHERE id = (SELECT campaign_id FROM graduate WHERE id = $1)`,
    [cancelled.graduateId],
  )
  const unlisted = await signedIn('none')
  await world.query('DELETE FROM graduate WHERE id = $1', [unlisted.graduateId])

  const of = (someone: Someone, screen: string, query = '') => ({
    token: someone.token,
    address: `${screen}?${query}`,
  })
  const busy = {
    zh: '现在使用的人较多，请稍后再试，已填写的内容不会丢失',
    en: 'The service is busy. Try again shortly.',
  }
  const ended = { zh: '登录已失效，请重新登录', en: 'Your session has ended. Please sign in again.' }
  return [
    { name: 'welcome', address: 'welcome', shows: '.at-welcome .btn.primary' },
    { name: 'notice', address: 'welcome', act: primary, shows: '.sheet .paragraph' },
    { name: 'number', address: 'number', shows: '#number' },
    { name: 'number-wrong', address: 'number', act: typeWrongNumber, shows: '#number-help .bad' },
    { name: 'number-passport', address: 'number?kind=passport', shows: '#number' },
    { name: 'number-permit', address: 'number?kind=permit', shows: '#number' },
    { name: 'scan', address: 'scan', shows: '.at-scan .btn.primary' },
    { name: 'sign-in', address: 'sign-in', shows: '.at-sign-in .btn.primary' },
    { name: 'sign-in-refused', address: 'sign-in', act: signInWrongly, shows: '.at-sign-in .bad' },
    { name: 'forgotten', address: 'forgotten', shows: '.at-forgotten .btn.primary' },
    { name: 'home', ...of(fresh, 'home'), shows: '.current .btn' },
    { name: 'contact', ...of(fresh, 'home'), act: cell(-2), shows: '.sheet' },
    { name: 'leave', ...of(fresh, 'home'), act: cell(-1), shows: '.sheet .btn.primary' },
    { name: 'home-not-yet', ...of(notYet, 'home'), shows: '.current .tag.mute' },
    { name: 'home-closed', ...of(closed, 'home'), shows: '.current .tag.mute' },
    { name: 'home-cancelled', ...of(cancelled, 'home'), shows: '.current .tag.mute' },
    { name: 'home-unlisted', ...of(unlisted, 'home'), shows: '.current .notice' },
    { name: 'home-rejected', ...of(rejected, 'home'), shows: '.current .btn' },
    { name: 'home-done', ...of(approved, 'home'), shows: '.current .tag.ok' },
    { name: 'information', ...of(fresh, 'information', fresh.at), shows: '.at-information .record' },
    {
      name: 'correction',
      ...of(fresh, 'information', fresh.at),
      act: (page) => page.locator('.record .link').click(),
      shows: '.sheet textarea',
    },
    {
      name: 'information-closed',
      ...of(closed, 'information', closed.at),
      act: primary,
      shows: '.at-information .notice',
    },
    { name: 'guide', ...of(confirmed, 'guide', confirmed.at), shows: '.at-guide .btn.primary' },
    {
      name: 'camera-refused',
      ...of(confirmed, 'viewfinder', confirmed.at),
      trouble: camera('NotAllowedError'),
      shows: '.no-camera',
    },
    {
      name: 'camera-missing',
      ...of(confirmed, 'viewfinder', confirmed.at),
      trouble: camera('NotFoundError'),
      shows: '.no-camera',
    },
    { name: 'developing', ...of(developing, 'developing', developing.at), shows: '.at-developing .todo' },
    {
      name: 'confirm',
      ...of(good, 'confirm', good.at),
      act: (page) => page.getByRole('switch').first().click(),
      shows: '.line-label',
    },
    { name: 'refused', ...of(refused, 'confirm', refused.at), shows: '.at-confirm .btn.primary' },
    { name: 'failed', ...of(failed, 'confirm', failed.at), shows: '.at-confirm .btn.primary' },
    {
      name: 'paper',
      ...of(photographed, 'paper', photographed.at),
      act: (page) => page.getByRole('radio').first().click(),
      shows: '.option.on',
    },
    { name: 'mail', ...of(photographed, 'mail', `${photographed.at}&sets=1`), shows: '#recipient' },
    {
      name: 'region',
      ...of(photographed, 'mail', `${photographed.at}&sets=1`),
      act: (page) => page.locator('#region').click(),
      shows: '.region-choice',
    },
    { name: 'paid', ...of(waiting, 'paid', `orderId=${waiting.orderId}`), shows: '.at-paid .seal' },
    { name: 'collected-waiting', ...of(waiting, 'collected', waiting.at), shows: '.at-collected .tag' },
    { name: 'collected-rejected', ...of(rejected, 'collected', rejected.at), shows: '.at-collected .notice.bad' },
    { name: 'collected-approved', ...of(approved, 'collected', approved.at), shows: '.at-collected .tag.ok' },
    { name: 'collected-empty', ...of(fresh, 'collected'), shows: '.at-empty' },
    { name: 'orders-empty', ...of(fresh, 'orders'), shows: '.at-empty' },
    { name: 'orders', ...of(paid, 'orders'), shows: '.at-orders .entry' },
    { name: 'order-paid', ...of(paid, 'order-detail', `orderId=${paid.orderId}`), shows: '.at-order-detail .timeline' },
    {
      name: 'order-printed',
      ...of(printed, 'order-detail', `orderId=${printed.orderId}`),
      shows: '.at-order-detail .timeline',
    },
    {
      name: 'order-shipped',
      ...of(shipped, 'order-detail', `orderId=${shipped.orderId}`),
      shows: '.at-order-detail .timeline',
    },
    { name: 'password', ...of(fresh, 'password'), shows: '.at-password .btn.primary' },
    { name: 'devices', ...of(fresh, 'devices'), shows: '.at-devices .device' },
    { name: 'consents', ...of(fresh, 'consents'), shows: '.at-consents .consent' },
    { name: 'my-data', ...of(fresh, 'my-data'), shows: '.at-my-data .part' },
    {
      name: 'offline',
      ...of(fresh, 'home'),
      trouble: (page) => page.route('**/api/**', (route) => route.abort()),
      shows: '.at-offline',
    },
    { name: 'busy', ...of(fresh, 'orders'), trouble: refusalOf(503, 'busy', busy.zh, busy.en), shows: '.at-refused' },
    {
      name: 'session-ended',
      ...of(fresh, 'home'),
      trouble: refusalOf(401, 'not-signed-in', ended.zh, ended.en),
      shows: '.sheet .btn.primary',
    },
  ]
}

/** Opens the state on a page whose context remembers that somebody has signed in. */
export async function openState(page: Page, url: string, { token, address, trouble, act, shows }: StudentState) {
  await page.context().clearCookies()
  if (token) await page.context().addCookies([{ name: 'tucai_session', value: token, url }])
  await trouble?.(page)
  await page.goto(`${url}/#/pages/${address.replace(/^[\w-]+/, '$&/$&')}`)
  if (act) await page.locator('.btn, .link, input').first().waitFor()
  await act?.(page)
  await page.locator(shows).first().waitFor()
}

/** Gives a seeded order the lines and moves that it would have. Answers its id, empty without one. */
async function completedOrder(world: World, graduateId: string): Promise<string> {
  const [order] = await world.query<{ id: string; state: string }>(
    'SELECT id, state FROM "order" WHERE graduate_id = $1',
    [graduateId],
  )
  if (order === undefined) return ''
  const way = order.state === 'done' ? ['unpaid', 'paid', 'done'] : ['unpaid', 'paid', 'producing', 'shipped']
  await world.query(
    `INSERT INTO order_line (order_id, position, identity_id, school_id, kind, zh, en, amount_fen)
      SELECT id, 0, identity_id, school_id, 'collection', '图像采集', 'Photo collection', 2000 FROM "order" WHERE id = $1`,
    [order.id],
  )
  await world.query(
    `INSERT INTO order_move (order_id, position, identity_id, school_id, state, at)
      SELECT id, place, identity_id, school_id, move, placed_at FROM "order", unnest($2::text[]) WITH ORDINALITY AS m(move, place)
      WHERE id = $1`,
    [order.id, way.slice(0, way.indexOf(order.state) + 1)],
  )
  return order.id
}

/** The home screen’s cell that stands at this place, counted from the end. */
function cell(place: number) {
  return (page: Page) => page.locator('.cell.iconed').nth(place).click()
}

async function typeWrongNumber(page: Page): Promise<void> {
  await page.locator('#number').fill('310231200510219570')
}

async function signInWrongly(page: Page): Promise<void> {
  await page.locator('#number').fill('310231200510219577')
  await page.locator('input[type=password]').fill('000000')
  await page.locator('.at-sign-in .btn.primary').click()
}

function finding(code: string, severity: string, value: number, limit: number, zh: string, en: string, unit = '') {
  return { code, severity, value, limit, unit, zh, en }
}

/** The drawn person before the standard's blue: what a finished photo looks like, without developing one. */
async function finishedPicture(): Promise<Buffer> {
  const { rgb, widthPx, heightPx } = drawPerson({ faceWidthShare: 0.49, eyesAtY: 0.44 }, SIZE_PX)
  return sharp(Buffer.from(rgb), { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg()
    .toBuffer()
}
