import fc from 'fast-check'
import type { Death } from './life.ts'
import type { Terms } from './people.ts'

/** One thing that happens. Numbers such as `who` and `which` are taken modulo what there is. */
export type Happening =
  | { does: 'place' | 'cancel' | 'retake' | 'confirm' | 'look' | 'ask-refund'; who: number }
  | { does: 'begin'; who: number; way: 'h5' | 'weapp' }
  /** At the phone, with one of the cashiers that the student was ever shown, 0 the newest. */
  | { does: 'pay'; who: number; which: number; how: 'pay' | 'give-up' | 'start' | 'fail' }
  | { does: 'paper'; who: number; sets: number }
  /** Notices that are due are sent. */
  | { does: 'deliver' }
  /** A rightly signed notice of a payment or refund, at any time, in copies sent at once. */
  | { does: 'tell'; which: number; copies: number }
  /** The same with another content, as somebody inside the provider could. */
  | { does: 'forge'; which: number; part: ForgedPart }
  | { does: 'lose-notice'; kind: NoticeTrouble }
  | {
      does: 'trouble'
      at: 'place' | 'query' | 'close' | 'refund' | 'refund-query'
      kind: ProviderTrouble
      times: number
    }
  | { does: 'give-back'; who: number; percent: number; key: number; by: number }
  | { does: 'decide'; which: number; verdict: 'approve' | 'refuse'; by: number }
  | { does: 'plan-refunds'; outcome: 'SUCCESS' | 'ABNORMAL' | 'CLOSED'; delayMs: number }
  | { does: 'end-refund'; which: number; outcome: 'SUCCESS' | 'ABNORMAL' | 'CLOSED' }
  | { does: 'end-campaign' }
  | { does: 'jobs' }
  | { does: 'sweep'; job: 'payment-sweep' | 'order-expiry' | 'refund-sweep' }
  | { does: 'wait'; seconds: number }
  /** The provider is away for so long that jobs give up. */
  | { does: 'outage' }
  /** The next call to the provider is slow on its way there, so that others overtake it. */
  | { does: 'slow'; milliseconds: number }
  | { does: 'restart' }
  /** The program is killed at a step of what happens then; when it is done in fewer steps, it is not. */
  | ({ does: 'kill'; during: Happening } & Death)
  | { does: 'together'; all: Happening[] }

export type ForgedPart = 'amount' | 'merchant' | 'app' | 'currency' | 'payer'
export type NoticeTrouble = 'lose' | 'lose-once' | 'duplicate' | 'delay' | 'reorder' | 'tamper'
export type ProviderTrouble = 'cut-before' | 'cut-after' | 'error-before' | 'error-after' | 'limit' | 'unsigned'

export interface History {
  terms: Terms
  people: number
  happenings: Happening[]
}

const one = (happening: Happening): Happening[] => [happening]
const who = fc.nat(2)
const which = fc.nat(3)
const oneOf = <T extends string | number>(...values: T[]) => fc.constantFrom(...values)
const happening = <D extends Happening['does'], R extends object>(
  does: D,
  rest: { [K in keyof R]: fc.Arbitrary<R[K]> },
) =>
  fc.record({ does: fc.constant(does), ...rest }, { noNullPrototype: true }) as unknown as fc.Arbitrary<
    Extract<Happening, { does: D }>
  >

/** What people and the provider's servers do by themselves. */
const requests: [number, fc.Arbitrary<Happening>][] = [
  [6, happening('place', { who })],
  [24, happening('begin', { who, way: oneOf('h5' as const, 'h5', 'weapp') })],
  [9, happening('cancel', { who })],
  [6, happening('retake', { who })],
  [6, happening('confirm', { who })],
  [6, happening('paper', { who, sets: fc.nat(2) })],
  [3, happening('look', { who })],
  [9, happening('ask-refund', { who })],
  [12, happening('give-back', { who, percent: oneOf(10, 30, 50, 100, 120), key: fc.nat(2), by: fc.nat(1) })],
  [9, happening('decide', { which, verdict: oneOf('approve' as const, 'approve', 'refuse'), by: fc.nat(1) })],
  [1, happening('end-campaign', {})],
  [18, happening('deliver', {})],
  [9, happening('tell', { which, copies: fc.integer({ min: 1, max: 4 }) })],
  [12, happening('jobs', {})],
  [12, happening('sweep', { job: oneOf('payment-sweep' as const, 'order-expiry', 'refund-sweep') })],
]

const troubles: [number, fc.Arbitrary<Happening>][] = [
  [2, happening('forge', { which, part: oneOf('amount' as const, 'merchant', 'app', 'currency', 'payer') })],
  [
    2,
    happening('lose-notice', {
      kind: oneOf('lose' as const, 'lose', 'lose-once', 'duplicate', 'delay', 'reorder', 'tamper'),
    }),
  ],
  [
    3,
    happening('trouble', {
      at: oneOf('place' as const, 'query', 'close', 'refund', 'refund-query'),
      kind: oneOf('cut-before' as const, 'cut-after', 'error-before', 'error-after', 'limit', 'unsigned'),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  ],
  [
    1,
    happening('plan-refunds', {
      outcome: oneOf('SUCCESS' as const, 'SUCCESS', 'ABNORMAL', 'CLOSED'),
      delayMs: oneOf(0, 1000, 600_000),
    }),
  ],
  [1, happening('end-refund', { which, outcome: oneOf('SUCCESS' as const, 'ABNORMAL', 'CLOSED') })],
  [5, happening('wait', { seconds: oneOf(1, 20, 61, 61, 330, 1860, 1860, 7300, 90_000) })],
  [1, happening('slow', { milliseconds: oneOf(30, 150) })],
  [1, happening('outage', {})],
  [1, happening('restart', {})],
]

const weighted = (arms: [number, fc.Arbitrary<Happening>][]) =>
  fc.oneof(...arms.map(([weight, arbitrary]) => ({ weight, arbitrary })))
const request = weighted(requests)
const pay: fc.Arbitrary<Happening> = happening('pay', {
  who,
  which: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: which }),
  how: oneOf('pay' as const, 'pay', 'pay', 'pay', 'pay', 'pay', 'give-up', 'start', 'fail'),
})
const kill: fc.Arbitrary<Happening> = happening('kill', {
  during: request,
  afterSteps: fc.integer({ min: 1, max: 45 }),
  when: oneOf('before' as const, 'after'),
})
const together: fc.Arbitrary<Happening> = happening('together', {
  all: fc.array(fc.oneof({ weight: 4, arbitrary: request }, { weight: 1, arbitrary: pay }), {
    minLength: 2,
    maxLength: 3,
  }),
})

/** What usually follows one another; anything may still come between when it is cut short. */
const courses: fc.Arbitrary<Happening[]> = fc
  .record({
    who,
    way: oneOf('h5' as const, 'h5', 'weapp'),
    nth: fc.nat(10),
    percent: oneOf(20, 50, 100),
    kill,
    request,
  })
  .map(({ who, way, nth, percent, kill, request }) => {
    const shown: Happening = { does: 'begin', who, way }
    const paid: Happening[] = [shown, { does: 'pay', who, which: 0, how: 'pay' }]
    const other: Happening = { does: 'begin', who, way: way === 'h5' ? 'weapp' : 'h5' }
    const told: Happening = { does: 'deliver' }
    const cancelled: Happening = { does: 'cancel', who }
    const asked: Happening = { does: 'give-back', who, percent, key: percent % 3, by: 0 }
    const approved: Happening = { does: 'decide', which: 0, verdict: 'approve', by: 0 }
    const choices: Happening[][] = [
      [...paid, told],
      [...paid, cancelled, told],
      [...paid, told, asked, { does: 'jobs' }, { does: 'wait', seconds: 61 }],
      [...paid, told, asked, approved],
      [...paid, told, { does: 'ask-refund', who }, { does: 'jobs' }],
      [...paid, kill, told],
      [...paid, { does: 'together', all: [told, cancelled] }],
      [...paid, { does: 'together', all: [told, request] }],
      [shown, cancelled, { does: 'outage' }],
      [
        { does: 'slow', milliseconds: 150 },
        { does: 'together', all: percent === 50 ? [shown, other, cancelled] : [shown, other] },
      ],
      [
        { does: 'lose-notice', kind: 'lose' },
        ...paid,
        { does: 'wait', seconds: 1860 },
        { does: 'sweep', job: 'order-expiry' },
      ],
    ]
    return choices[nth]!
  })

const terms: fc.Arbitrary<Terms> = fc.record({
  collectionFeeFen: oneOf(2000, 2000, 2000, 1, 990, 990, 0),
  paperFeeFen: oneOf(1500, 800),
  mailingFeeFen: fc.constant(null),
  stationFeeFen: oneOf(0, 500),
  station: fc.constant('毕业服务站'),
  printSetsMost: fc.constant(2),
  payer: oneOf('student' as const, 'student', 'student', 'student', 'student', 'school-collection'),
  refundRule: oneOf('until-production' as const, 'until-production', 'until-review', 'never'),
  orderLifeMinutes: oneOf(1440, 120, 20),
})

export const histories: fc.Arbitrary<History> = fc.record({
  terms,
  people: fc.integer({ min: 1, max: 2 }),
  happenings: fc
    .array(
      fc.oneof(
        { weight: 20, arbitrary: request.map(one) },
        { weight: 5, arbitrary: pay.map(one) },
        { weight: 10, arbitrary: weighted(troubles).map(one) },
        { weight: 7, arbitrary: kill.map(one) },
        { weight: 6, arbitrary: together.map(one) },
        { weight: 8, arbitrary: courses },
      ),
      { minLength: 2, maxLength: 18, size: 'max' },
    )
    .map((parts) => parts.flat()),
})
