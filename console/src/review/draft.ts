import type { RejectCode } from '@tucai/contract'

/** What a reviewer is about to reject a photo for. */
export interface Draft {
  reasons: RejectCode[]
  note: string
  forGood: boolean
}

export const noDraft: Draft = { reasons: [], note: '', forGood: false }
export const noteMost = 60
/** The server takes so many. */
const reasonsMost = 12

/** The reasons under the keys 1 to 9. */
export const quickCodes: readonly RejectCode[] = [
  'OCC_HAIR_BROW',
  'OCC_EARS',
  'EXPR_MOUTH',
  'OCC_GLASSES_GLARE',
  'BG_EDGE',
  'DRESS_BLUE',
  'LIGHT_UNEVEN',
  'EDIT_BEAUTY',
  'SRC_ADMISSION',
]

export function toggled(draft: Draft, code: RejectCode): Draft {
  if (draft.reasons.includes(code)) return { ...draft, reasons: draft.reasons.filter((each) => each !== code) }
  return draft.reasons.length >= reasonsMost ? draft : { ...draft, reasons: [...draft.reasons, code] }
}

export function lacksNote({ reasons, note }: Draft): boolean {
  return reasons.includes('OTHER') && note.trim() === ''
}
