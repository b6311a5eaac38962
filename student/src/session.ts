import type { SessionStarted } from '@tucai/contract'
import { call } from './call.ts'
import { forgetDraft } from './draft.ts'
import { restart, restartAt } from './go.ts'
import { hush } from './parts/toast.tsx'
import { forgetSignIn, rememberSignIn } from './platform/sign-in'
import { sessionEnded } from './trouble.ts'

/** After the server has let the user in: to the main screen, or back to the step that a lost session interrupted. */
export function enter(started: Extract<SessionStarted, { state: 'signed-in' }>, next?: string): void {
  rememberSignIn(started)
  forgetDraft()
  hush()
  sessionEnded.set(false)
  if (next?.startsWith('/pages/')) restartAt(next)
  else restart('home')
}

/** 退出登录. A session that has ended by itself counts as left. */
export async function leave(): Promise<void> {
  await call('sessionEnd', {}).catch((thrown: { status?: number }) => {
    if (thrown.status !== 401) throw thrown
  })
  forgetSignIn()
  forgetDraft()
  restart('welcome')
}
