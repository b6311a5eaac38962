import type { Progress, StaffCampaign } from '@tucai/contract'
import { Button } from 'antd'
import { call } from '../api.ts'
import { Empty } from '../frame/empty.tsx'
import { shownCount, shownShare } from '../frame/numbers.ts'
import type { CampaignPageProps } from '../frame/page.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { usePlace } from '../frame/use-place.ts'
import { ListBody, ListFoot, useList } from '../table/list.tsx'
import { SavedFilterTabs } from '../table/saved-filters.tsx'
import { useSpeech } from '../words/language.tsx'
import { GraduateDrawer } from './graduate-drawer.tsx'
import { GraduateSearch } from './graduate-search.tsx'
import { GraduateTable } from './graduate-table.tsx'

const progressSteps: readonly Progress[] = ['unregistered', 'information', 'photo', 'confirm', 'paper', 'order', 'done']

/** The graduates of a campaign with how far each has come. */
export function GraduatePage({ campaign, staff }: CampaignPageProps) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const search = place.search.trim()
  const progress = progressSteps.find((step) => step === place.own.progress) ?? null
  const list = useGraduates(campaign.campaignId, search, progress)
  const graduates = list.query.data?.graduates
  const filtered = search !== '' || progress !== null
  const clear = () => go({ own: { progress: null, rows: null }, search: '' })
  return (
    <>
      <Title campaign={campaign} matching={filtered && list.query.isSuccess ? list.total : null} />
      <section className="card fill">
        <SavedFilterTabs
          list="graduates"
          label={words.progressFilter}
          keys={['progress']}
          offered={[
            { key: 'all', name: words.all, filter: {} },
            ...progressSteps.map((step) => ({ key: step, name: words.steps[step], filter: { progress: step } })),
          ]}
        />
        <GraduateSearch
          search={place.search}
          find={(word) => go({ search: word, own: { rows: null } })}
          clear={filtered ? clear : null}
        />
        <ListBody list={list} watermark={staff.login}>
          <GraduateTable
            graduates={graduates}
            stale={list.query.isPlaceholderData}
            empty={
              filtered ? (
                <Empty title={words.noMatch}>
                  <Button onClick={clear}>{words.clearFilter}</Button>
                </Empty>
              ) : (
                <Empty title={words.noGraduates} hint={words.noGraduatesHint} />
              )
            }
            openId={place.own.graduate ?? null}
            open={(graduateId) => go({ own: { graduate: graduateId } })}
          />
        </ListBody>
        <ListFoot list={list} note={words.masked} />
      </section>
      <GraduateDrawer
        graduate={graduates?.find(({ graduateId }) => graduateId === place.own.graduate)}
        close={() => go({ own: { graduate: null } })}
      />
    </>
  )
}

function useGraduates(campaignId: string, search: string, progress: Progress | null) {
  return useList(['staff', 'graduates', campaignId, { search, progress }], (part) =>
    call('staffGraduateList', {
      params: { campaignId },
      query: { search: search || undefined, progress: progress ?? undefined, ...part },
    }),
  )
}

function Title({ campaign, matching }: { campaign: StaffCampaign; matching: number | null }) {
  const { words } = useSpeech()
  const { graduateCount, completedCount } = campaign
  const counts = words.counts(
    shownCount(graduateCount),
    shownCount(completedCount),
    shownShare(completedCount, graduateCount),
  )
  const found = matching === null ? '' : ` · ${words.filtered(shownCount(matching))}`
  return <PageTitle title={words.graduates} sub={`${campaign.schoolName} · ${counts}${found}`} />
}
