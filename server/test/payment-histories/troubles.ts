import type { Fault } from '../../../emulators/wechat-pay/faults.ts'
import type { Ground } from './ground.ts'
import type { Happening, NoticeTrouble, ProviderTrouble } from './history.ts'
import { newToken } from './names.ts'
import type { HistoryWorld } from './world.ts'

type Trouble = Extract<Happening, { does: 'trouble' }>

const providerFaults: Record<ProviderTrouble, object> = {
  'cut-before': { kind: 'cut', effect: false },
  'cut-after': { kind: 'cut', effect: true },
  'error-before': { kind: 'system-error', effect: false },
  'error-after': { kind: 'system-error', effect: true },
  limit: { kind: 'frequency-limited' },
  unsigned: { kind: 'unsigned' },
}

/** The provider fails the next calls of a kind. */
export function troubleProvider({ emulator }: Ground, at: Trouble['at'], kind: ProviderTrouble, times: number): void {
  emulator.fault({ at, times, ...providerFaults[kind] } as Fault)
}

const noticeFaults: Record<NoticeTrouble, object> = {
  lose: { kind: 'lose' },
  'lose-once': { kind: 'lose', attempts: 1 },
  duplicate: { kind: 'duplicate', afterMs: 0 },
  delay: { kind: 'delay', milliseconds: 3_600_000 },
  reorder: { kind: 'reorder' },
  tamper: { kind: 'tamper', part: 'body', attempts: 2 },
}

/** Something is wrong with the next notice. */
export function troubleNotices({ emulator }: Ground, kind: NoticeTrouble): void {
  emulator.fault({ at: 'notice', ...noticeFaults[kind] } as Fault)
}

/** A notice that only the provider itself could have signed and sealed, and that says what nobody agreed to. */
export async function forgeNotice(
  { ground: { emulator }, forged }: HistoryWorld,
  { which, part }: Extract<Happening, { does: 'forge' }>,
): Promise<void> {
  const { payments } = emulator.ledger()
  const trade = payments[which % payments.length]
  if (trade === undefined) return
  // Whoever pays in a browser is nobody in particular, so another payer is no disagreement there.
  const changed = part === 'payer' && trade.tradeType !== 'JSAPI' ? 'amount' : part
  const success = {
    trade_state: 'SUCCESS',
    transaction_id: `4200000000${newToken().slice(0, 18)}`,
    success_time: `${new Date(emulator.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`,
    amount: { currency: 'CNY' },
  }
  const said = {
    amount: { amount: { total: trade.totalFen === 1 ? 2 : 1, payer_total: 1, currency: 'CNY' } },
    merchant: { mchid: '1999999999' },
    app: { appid: 'wx2222222222222222' },
    currency: { amount: { currency: 'USD' } },
    payer: { payer: { openid: 'somebody-else' } },
  }[changed]
  const over = { ...(trade.paidAt === null ? success : {}), ...said }
  const { url, headers, body } = emulator.makeNotice(trade.outTradeNo, [{ kind: 'forge', over }])
  forged.add(body)
  await fetch(url, { method: 'POST', headers, body }).catch(() => {})
}
