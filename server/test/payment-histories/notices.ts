import { reached } from './reach.ts'
import { type HistoryWorld, openNotice } from './world.ts'

/**
 * The provider believes an answer of 2xx and never tells again: at that moment what the notice says must be on record.
 * Hears every answer to a notice on its way back.
 */
export async function checkAnswered(world: HistoryWorld, body: string, status: number): Promise<void> {
  if (status < 200 || status > 299) {
    // Nothing that the provider rightly says is an error of the program's, unless it could not ask or was forged.
    if (status >= 500 && status !== 503) world.broken.push(`a notice was answered ${status}`)
    return
  }
  reached(world.reach, world.forged.has(body) ? 'forged notice taken' : 'notice taken')
  if (world.forged.has(body)) return
  const told = openNotice(world.ground, body)
  if (told.out_refund_no !== undefined) return checkRefund(world, told.out_refund_no, told.refund_status!)
  const [row] = await world.ground.look<{ state: string; provider_transaction: string | null }>(
    'SELECT state, provider_transaction FROM payment WHERE trade_number = $1',
    [told.out_trade_no],
  )
  if (!['paid', 'late'].includes(row?.state ?? ''))
    world.broken.push(`a notice of ${told.out_trade_no} was taken, and its payment was ${row?.state}`)
}

async function checkRefund(world: HistoryWorld, number: string, status: string): Promise<void> {
  const [row] = await world.ground.look<{ state: string }>('SELECT state FROM refund WHERE number = $1', [number])
  const expected = status === 'SUCCESS' ? ['done'] : ['failed', 'done']
  if (!expected.includes(row?.state ?? ''))
    world.broken.push(`a notice of ${number}, ${status}, was taken, and the refund was ${row?.state}`)
}
