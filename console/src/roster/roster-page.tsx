import type { RosterView } from '@tucai/contract'
import { Alert, Button } from 'antd'
import { useRef, useState } from 'react'
import { saveFile } from '../api.ts'
import { Failure, refusalWords } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import type { CampaignPageProps } from '../frame/page.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { type RosterActs, useRosterActs, useRosters } from './roster.ts'
import { AcceptButton } from './roster-accept.tsx'
import { RosterColumns } from './roster-columns.tsx'
import { RosterDone } from './roster-done.tsx'
import { RosterRecord } from './roster-record.tsx'
import { RosterSteps } from './roster-steps.tsx'
import { RosterTrial } from './roster-trial.tsx'
import { FilePick, RosterUpload } from './roster-upload.tsx'
import './roster.css'

/** A school's roster on its way in: uploaded, its columns matched, tried, accepted. */
export function RosterPage({ campaign, staff }: CampaignPageProps) {
  const { words, language } = useSpeech()
  const rosters = useRosters(campaign.campaignId)
  const [isRecordOpen, setRecordOpen] = useState(false)
  const newest = rosters.data?.[0]
  const acts = useRosterActs(campaign.campaignId, newest)
  return (
    <>
      <PageTitle title={words.frame.pages.roster} sub={`${campaign.schoolName} · ${campaign.title}`}>
        <Button
          icon={<Icon name="download" />}
          onClick={() => void saveFile('staffRosterTemplate', {}, 'template.xlsx')}
        >
          {words.roster.template}
        </Button>
        <Button icon={<Icon name="log" />} onClick={() => setRecordOpen(true)}>
          {words.roster.record}
        </Button>
      </PageTitle>
      {acts.error == null ? null : (
        <Alert className="roster-alert" type="error" showIcon title={refusalWords(acts.error, language, words)} />
      )}
      {rosters.isError && rosters.data === undefined ? (
        <Failure error={rosters.error} retry={rosters.refetch} retrying={rosters.isFetching} />
      ) : rosters.isPending ? null : (
        <Content key={newest?.rosterId ?? ''} roster={newest} acts={acts} login={staff.login} />
      )}
      <RosterRecord open={isRecordOpen} close={() => setRecordOpen(false)} rosters={rosters.data ?? []} />
    </>
  )
}

function Content({ roster, acts, login }: { roster: RosterView | undefined; acts: RosterActs; login: string }) {
  const { language } = useSpeech()
  const [place, go] = usePlace()
  const [wantsAnother, setWantsAnother] = useState(false)
  if (roster === undefined || roster.state === 'dropped' || roster.state === 'refused' || wantsAnother)
    return (
      <RosterUpload acts={acts} refusal={roster?.state === 'refused' ? (roster.problem?.[language] ?? null) : null} />
    )
  if (roster.state === 'accepted') return <RosterDone roster={roster} another={() => setWantsAnother(true)} />
  const isMatching = roster.state === 'matching' || place.own.step === 'columns'
  return (
    <>
      <div className="roster-bar">
        <RosterSteps
          roster={roster}
          at={isMatching ? 1 : roster.state === 'accepting' ? 3 : 2}
          toColumns={() => go({ own: { step: isMatching ? null : 'columns' } })}
        />
        <Actions roster={roster} acts={acts} />
      </div>
      {isMatching ? (
        <RosterColumns
          roster={roster}
          pending={acts.isPending}
          tryNow={(columns) => {
            acts.tryAgain({ columns })
            go({ own: { step: null, rows: null } })
          }}
        />
      ) : (
        <RosterTrial roster={roster} login={login} acts={acts} />
      )}
    </>
  )
}

function Actions({ roster, acts }: { roster: RosterView; acts: RosterActs }) {
  const { words } = useSpeech()
  const file = useRef<HTMLInputElement>(null)
  const isFree = roster.state !== 'accepting'
  return (
    <div className="roster-actions">
      <FilePick field={file} pick={(picked) => acts.upload(picked, roster.whole)} />
      <Button disabled={!isFree || acts.isPending} onClick={acts.drop}>
        {words.roster.drop}
      </Button>
      <Button
        icon={<Icon name="upload" />}
        disabled={!isFree}
        loading={acts.isUploading}
        onClick={() => file.current?.click()}
      >
        {words.roster.uploadAgain}
      </Button>
      {roster.state === 'outdated' ? (
        <Button type="primary" disabled={acts.isPending} onClick={() => acts.tryAgain({})}>
          {words.roster.tryAgain}
        </Button>
      ) : (
        <AcceptButton roster={roster} count={shownCount(roster.counts.rows)} acts={acts} />
      )}
    </div>
  )
}
