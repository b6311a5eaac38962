/** What goes wrong on demand. Each fault waits until something it fits comes along, then happens, `times` times. */
export type Operation =
  | 'place'
  | 'query'
  | 'close'
  | 'refund'
  | 'refund-query'
  | 'bill'
  | 'bill-download'
  | 'certificates'

/** Which part of a notice is changed: what a receiver must notice. */
export type NoticePart =
  | 'body'
  | 'signature'
  | 'timestamp'
  | 'nonce'
  | 'serial'
  | 'associated-data'
  /** Encrypted under a key that isn’t the merchant’s. */
  | 'key'
  /** Rightly signed, but ten minutes ago. */
  | 'age'

export type AnswerFault =
  /** 500 SYSTEM_ERROR, before or after the effect. */
  | { kind: 'system-error'; effect?: boolean }
  /** 429 FREQUENCY_LIMITED, without effect. */
  | { kind: 'frequency-limited' }
  /** Any other refusal, e.g. 403 NOT_ENOUGH, without effect. */
  | { kind: 'refuse'; status: number; code: string; message?: string }
  /** The effect is there at once, the answer only after that time. */
  | { kind: 'slow'; milliseconds: number }
  /** The connection is cut, before or after the effect. */
  | { kind: 'cut'; effect: boolean }
  /** The right answer with a wrong signature, as the provider’s own probes have it. */
  | { kind: 'signtest' }
  | { kind: 'unsigned' }
  /** Other values laid over the answer, rightly signed. */
  | { kind: 'forge'; over: Record<string, unknown> }

export type NoticeFault =
  /** A second copy, a second later by default, 0: at the same time. */
  | { kind: 'duplicate'; afterMs?: number }
  | { kind: 'delay'; milliseconds: number }
  /** Waits until a later notice has been delivered. */
  | { kind: 'reorder' }
  /** The first `attempts` never arrive; by default none does. */
  | { kind: 'lose'; attempts?: number }
  /** The first `attempts` arrive changed; by default one does. */
  | { kind: 'tamper'; part: NoticePart; attempts?: number }
  | { kind: 'signtest'; attempts?: number }
  /** Other values laid over what the notice tells, rightly encrypted and signed. */
  | { kind: 'forge'; over: Record<string, unknown>; attempts?: number }

export type Fault = { times?: number } & (
  | ({ at: Operation } & AnswerFault)
  /** Of this kind of notice only, of this `out_trade_no` or `out_refund_no` only. */
  | ({ at: 'notice'; event?: string; number?: string } & NoticeFault)
)

export interface Faults {
  add(fault: Fault): void
  /** The fault that is due for an answer; it counts as done. */
  forAnswer(operation: Operation): AnswerFault | undefined
  /** All faults that are due for a notice; they count as done. */
  forNotice(event: string, number: string): NoticeFault[]
  readonly waiting: Fault[]
  clear(): void
}

export function openFaults(): Faults {
  let waiting: Fault[] = []
  function use(fault: Fault) {
    fault.times = (fault.times ?? 1) - 1
    if (fault.times <= 0) waiting = waiting.filter((other) => other !== fault)
  }
  return {
    add(fault) {
      waiting.push({ ...fault })
    },
    forAnswer(operation) {
      const fault = waiting.find(({ at }) => at === operation)
      if (fault) use(fault)
      return fault as AnswerFault | undefined
    },
    forNotice(event, number) {
      const fitting = waiting.filter(
        (fault) => fault.at === 'notice' && (fault.event ?? event) === event && (fault.number ?? number) === number,
      )
      for (const fault of fitting) use(fault)
      return fitting as NoticeFault[]
    },
    get waiting() {
      return waiting
    },
    clear() {
      waiting = []
    },
  }
}
