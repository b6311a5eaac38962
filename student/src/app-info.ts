import type { AppInfo } from '@tucai/contract'
import { useEffect } from 'react'
import { call } from './call.ts'
import { createStore } from './store.ts'

const store = createStore<AppInfo | null>(null)
let asking: Promise<AppInfo> | null = null

/** Name of the centre, service phone, privacy notice. Asked once; a failed ask is asked again by the next caller. */
export function askAppInfo(): Promise<AppInfo> {
  asking ??= call('appShow', {}).then(
    (info) => {
      store.set(info)
      return info
    },
    (thrown) => {
      asking = null
      throw thrown
    },
  )
  return asking
}

/** The same for a screen; null until it is there. */
export function useAppInfo(): AppInfo | null {
  const info = store.use()
  useEffect(() => {
    askAppInfo().catch(() => undefined)
  }, [])
  return info
}
