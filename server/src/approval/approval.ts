import type { ApprovalKind, ApprovalState } from '@tucai/contract'

/** One thing that one person asks for and another decides. */
export interface Approval {
  id: string
  kind: ApprovalKind
  /** The one thing it opens, e.g. the id of an export: something that can't change afterwards. */
  subject: string
  /** Shown to whoever decides; without personal data. */
  title: string
  personCount: number
  reason: string
  schoolId: string | null
  state: StoredState
  askedBy: string
  askedAt: Date
  endsAt: Date
  decidedBy: string | null
  decidedAt: Date | null
}

export type StoredState = Exclude<ApprovalState, 'lapsed'>

/** Where an approval may go from each state. */
export const approvalMoves: Record<StoredState, readonly StoredState[]> = {
  asked: ['approved', 'refused', 'withdrawn'],
  approved: [],
  refused: [],
  withdrawn: [],
}

/** Both for deciding and, from then on, for fetching what was approved. */
const OPEN_HOURS = 24

export function approvalEnd(from: Date): Date {
  return new Date(from.getTime() + OPEN_HOURS * 3_600_000)
}

/** The state at an instant: what nobody decided or fetched in time has lapsed. */
export function approvalState({ state, endsAt }: Pick<Approval, 'state' | 'endsAt'>, now: Date): ApprovalState {
  const isOpen = state === 'asked' || state === 'approved'
  return isOpen && endsAt <= now ? 'lapsed' : state
}
