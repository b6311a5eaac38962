import { Refusal } from '@tucai/contract/client'
import { languageNow, wordsNow } from './language.ts'
import { forgetSignIn } from './platform/sign-in'
import { createStore } from './store.ts'

/** Why something did not work, in words for the user. `field` names the input it is about, `requestId` finds it in the log. */
export type Trouble = { kind: 'refused' | 'offline'; code: string; words: string; field?: string; requestId?: string }

/** True from the moment the server says that the session has ended until the user signs in again. */
export const sessionEnded = createStore(false)

/** Turns what was thrown into words. A session that has ended opens the sheet 请重新登录 as well. */
export function troubleOf(thrown: unknown): Trouble {
  if (!(thrown instanceof Refusal)) {
    console.warn(thrown)
    return { kind: 'offline', code: 'NET_OFFLINE', words: wordsNow().offline.action }
  }
  const { code, zh, en, field, requestId } = thrown.problem
  if (code === 'not-signed-in') {
    forgetSignIn()
    sessionEnded.set(true)
  }
  return {
    ...{ kind: 'refused', code, words: languageNow() === 'en' ? en : zh },
    ...(field === undefined ? {} : { field }),
    ...(requestId === undefined ? {} : { requestId }),
  }
}
