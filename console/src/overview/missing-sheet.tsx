import { useQuery } from '@tanstack/react-query'
import type { ProgressGrouping, ProgressSchool, StaffView, Stage } from '@tucai/contract'
import { Button, Pagination, Select } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { Empty } from '../frame/empty.tsx'
import { Failure } from '../frame/failure.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownCount } from '../frame/numbers.ts'
import { SideSheet } from '../frame/side-sheet.tsx'
import { StateTag } from '../frame/state-tag.tsx'
import { Tag } from '../frame/tag.tsx'
import { Watermark } from '../frame/watermark.tsx'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { Remind } from './remind.tsx'
import { groupName, type Part } from './schools-table.tsx'
import { remindable, stageOrder, unfinished } from './stages.ts'

const rowsPerPage = 50

type MissingSheetProps = {
  part: Part
  by: ProgressGrouping
  school: ProgressSchool | undefined
  staff: StaffView
  close: () => void
  save: (part: Part, stages: readonly Stage[]) => void
}

/** The part of a campaign as its lists and reminders name it. */
export function scopeOf({ college, name }: Part, by: ProgressGrouping) {
  if (name === undefined) return {}
  return by === 'className' ? { college, className: name } : { [by]: name }
}

/** Who of a school, college or class is missing, to be reminded or handed to those who go and ask. */
export function MissingSheet({ part, by, school, staff, close, save }: MissingSheetProps) {
  const { words } = useSpeech()
  const [stages, setStages] = useState<Stage[]>([...unfinished])
  const [page, setPage] = useState(1)
  const [reminding, setReminding] = useState(false)
  const { campaignId } = part
  const scope = scopeOf(part, by)
  const list = useQuery({
    queryKey: ['staff', 'missing', campaignId, scope, stages, page],
    enabled: stages.length > 0,
    queryFn: () =>
      call('staffMissingList', {
        params: { campaignId },
        query: { ...scope, stages: stages.join(','), offset: (page - 1) * rowsPerPage, limit: rowsPerPage },
      }),
  })
  const acts = staff.role === 'administrator' || staff.role === 'school'
  const toRemind = stages.filter((stage) => remindable.includes(stage))
  const total = list.data?.total ?? 0
  const unit = part.name === undefined ? '' : groupName({ college: part.college ?? '', name: part.name }, words.none)
  return (
    <SideSheet
      open
      close={close}
      title={
        <>
          {words.overview.missing} <span className="quiet">{unit || school?.schoolName}</span>
        </>
      }
      foot={
        acts ? (
          <>
            <Button icon={<Icon name="download" />} disabled={total === 0} onClick={() => save(part, stages)}>
              {words.overview.export}
            </Button>
            <Button
              type="primary"
              icon={<Icon name="send" />}
              disabled={total === 0 || toRemind.length === 0}
              onClick={() => setReminding(true)}
            >
              {words.overview.remindThese}
            </Button>
          </>
        ) : undefined
      }
    >
      <div className="missing">
        <Select
          mode="multiple"
          aria-label={words.overview.stages}
          value={stages}
          onChange={(next: Stage[]) => {
            setStages(next)
            setPage(1)
          }}
          options={stageOrder.map((stage) => ({ value: stage, label: words.frame.states[stage] }))}
        />
        {list.isError ? (
          <Failure error={list.error} retry={list.refetch} retrying={list.isFetching} />
        ) : list.data?.total === 0 || stages.length === 0 ? (
          <Empty title={words.overview.nobodyMissing} />
        ) : (
          <>
            <p className="quiet">{list.data === undefined ? '' : words.overview.found(shownCount(total))}</p>
            <ul className="missing-people">
              {list.data?.graduates.map((one) => (
                <li key={one.graduateId}>
                  <span>
                    <b>{one.name}</b> <span className="mono">{one.studentNumber}</span>
                    <small>
                      {one.college} · {one.className}
                    </small>
                  </span>
                  <span className="missing-state">
                    <StateTag state={one.stage} />
                    <small>
                      {!one.registered ? (
                        <Tag>{words.overview.noAccount}</Tag>
                      ) : one.remindedAt === null ? null : (
                        <>
                          {words.overview.reminded} <Moment at={one.remindedAt} />
                        </>
                      )}
                    </small>
                  </span>
                </li>
              ))}
            </ul>
            {total > rowsPerPage ? (
              <Pagination
                size="small"
                current={page}
                pageSize={rowsPerPage}
                total={total}
                showSizeChanger={false}
                onChange={setPage}
              />
            ) : null}
          </>
        )}
        <Watermark name={staff.login} />
      </div>
      <Remind
        campaignIds={reminding ? [campaignId] : null}
        scope={{ ...scope, stages: toRemind }}
        close={() => setReminding(false)}
      />
    </SideSheet>
  )
}
