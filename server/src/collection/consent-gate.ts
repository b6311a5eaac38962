import type { ConsentPurpose } from '@tucai/contract'
import type { Action } from './collection.ts'

/** What a step needs agreement to, in the present version of each text. `paper`: prints are chosen or ordered. */
export function consentsFor(action: Action, paper: boolean): ConsentPurpose[] {
  if (action === 'confirm-information') return ['privacy']
  if (action === 'take-photo' || action === 'confirm-photo') return ['privacy', 'photo']
  const mailing: ConsentPurpose[] = paper ? ['mailing'] : []
  if (action === 'choose-paper') return ['privacy', ...mailing]
  return ['privacy', 'photo', 'delivery', ...mailing]
}
