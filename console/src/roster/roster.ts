import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RosterField, RosterView } from '@tucai/contract'
import { call, callOnce, newKey, upload } from '../api.ts'

const busyMs = 700
const restMs = 20_000

export const isBusy = (roster: RosterView | undefined) => roster?.state === 'trying' || roster?.state === 'accepting'

/** The rosters of a campaign, the newest first; watched closely while one is tried or stored. */
export function useRosters(campaignId: string) {
  return useQuery({
    queryKey: ['staff', 'rosters', campaignId],
    queryFn: async () => (await call('staffRosterList', { params: { campaignId } })).rosters,
    refetchInterval: ({ state }) => (isBusy(state.data?.[0]) ? busyMs : restMs),
  })
}

export interface RosterActs {
  upload(file: File, whole: boolean): void
  tryAgain(ask: { columns?: { index: number; field: RosterField | null }[]; whole?: boolean }): void
  accept(): void
  drop(): void
  isUploading: boolean
  isPending: boolean
  error: unknown
}

/** What can be done with rosters of the campaign; `roster` is the one on the page. */
export function useRosterActs(campaignId: string, roster: RosterView | undefined): RosterActs {
  const client = useQueryClient()
  const done = () => client.invalidateQueries({ queryKey: ['staff', 'rosters', campaignId] })
  const uploading = useMutation({
    mutationFn: ({ file, whole }: { file: File; whole: boolean }) => {
      const form = new FormData()
      form.append('whole', String(whole))
      form.append('file', file)
      return upload<RosterView>('staffRosterUpload', { campaignId }, form)
    },
    onSettled: done,
  })
  const acting = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), onSettled: done })
  const params = { rosterId: roster?.rosterId ?? '' }
  const once = callOnce(newKey())
  const fresh = (work: () => Promise<unknown>) => {
    uploading.reset()
    acting.mutate(work)
  }
  return {
    upload(file, whole) {
      acting.reset()
      uploading.mutate({ file, whole })
    },
    tryAgain: (body) => fresh(() => once('staffRosterTry', { params, body })),
    accept: () => fresh(() => once('staffRosterAccept', { params, body: { trial: roster?.trial ?? 0 } })),
    drop: () => fresh(() => once('staffRosterDrop', { params })),
    isUploading: uploading.isPending,
    isPending: uploading.isPending || acting.isPending,
    error: uploading.error ?? acting.error,
  }
}
