import { QueryCache, QueryClient, useQuery } from '@tanstack/react-query'
import type { StaffView } from '@tucai/contract'
import { call, isSessionEnded, mayHelpToRetry } from '../api.ts'

/** `ended`: there was a session in this window, and the server no longer knows it. */
type Session = { staff: StaffView | null; ended: boolean }

const sessionKey = ['session']

export function newQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isSessionEnded(error)) leave(client, true)
      },
    }),
    defaultOptions: {
      queries: { retry: (failures, error) => failures < 2 && mayHelpToRetry(error), staleTime: 5_000 },
    },
  })
  return client
}

/** Shows the sign-in page and forgets everything that was read in the session. */
export function leave(client: QueryClient, ended: boolean): void {
  client.setQueryData<Session>(sessionKey, { staff: null, ended })
  client.removeQueries({ predicate: (query) => query.queryKey[0] === 'staff' })
}

export function enter(client: QueryClient, staff: StaffView): void {
  client.setQueryData<Session>(sessionKey, { staff, ended: false })
}

async function readSession(): Promise<Session> {
  try {
    return { staff: await call('staffShow', {}), ended: false }
  } catch (error) {
    if (isSessionEnded(error)) return { staff: null, ended: false }
    throw error
  }
}

export function useSession() {
  return useQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: Number.POSITIVE_INFINITY })
}

/** The centre's own name, wordmark and telephone; undefined while they are being read. */
export function useAppInfo() {
  return useQuery({
    queryKey: ['app'],
    queryFn: () => call('appShow', {}),
    staleTime: Number.POSITIVE_INFINITY,
  }).data
}
