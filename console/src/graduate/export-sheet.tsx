import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { GraduateExportAsk, GraduateExportView } from '@tucai/contract'
import { Alert, Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { call, saveFile } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownCount } from '../frame/numbers.ts'
import { SideSheet } from '../frame/side-sheet.tsx'
import { Tag } from '../frame/tag.tsx'
import { useSpeech } from '../words/language.tsx'

type ExportSheetProps = {
  campaignId: string
  open: boolean
  close: () => void
  /** Whom the list is about. */
  asked: Partial<Omit<GraduateExportAsk, 'purpose'>>
  count: number
}

/** Asks for a list of graduates, and hands out those that a second person approved. */
export function ExportSheet({ campaignId, open, close, asked, count }: ExportSheetProps) {
  const { language, words } = useSpeech()
  const client = useQueryClient()
  const { graduate } = words
  const [purpose, setPurpose] = useState('')
  const key = ['staff', 'graduate-exports', campaignId]
  const mine = useQuery({
    queryKey: key,
    queryFn: () => call('staffGraduateExportList', { params: { campaignId } }),
    enabled: open,
    refetchInterval: 10_000,
  })
  const asking = useMutation({
    mutationFn: () => {
      const set = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
      return call('staffGraduateExportAsk', { params: { campaignId }, body: { ...set, purpose: purpose.trim() } })
    },
    onSuccess: () => {
      setPurpose('')
      return client.invalidateQueries({ queryKey: key })
    },
  })
  const ask = (event: FormEvent) => {
    event.preventDefault()
    if (purpose.trim() !== '') asking.mutate()
  }
  return (
    <SideSheet open={open} close={close} title={graduate.exportTitle}>
      <form className="export-form" onSubmit={ask}>
        <p>
          <b>{graduate.exportCount(shownCount(count))}</b>
        </p>
        <p className="quiet">{graduate.exportHint}</p>
        <label htmlFor="export-purpose">{graduate.exportPurpose}</label>
        <Input
          id="export-purpose"
          value={purpose}
          maxLength={200}
          placeholder={graduate.exportPurposeHint}
          onChange={(event) => setPurpose(event.target.value)}
        />
        {asking.isError ? (
          <Alert type="error" showIcon role="alert" title={refusalWords(asking.error, language, words)} />
        ) : null}
        {asking.isSuccess ? <Alert type="success" showIcon role="status" title={graduate.exportAsked} /> : null}
        <Button
          type="primary"
          htmlType="submit"
          loading={asking.isPending}
          disabled={purpose.trim() === '' || count === 0}
        >
          {graduate.exportAsk}
        </Button>
      </form>
      {(mine.data?.length ?? 0) === 0 ? null : (
        <section className="export-list">
          <h3>{graduate.exportsBefore}</h3>
          <ul>
            {mine.data?.map((one) => (
              <ExportLine key={one.exportId} one={one} />
            ))}
          </ul>
        </section>
      )}
    </SideSheet>
  )
}

const tones = { asked: 'amber', approved: 'green', refused: 'red', withdrawn: 'grey', lapsed: 'grey' } as const

function ExportLine({ one: { exportId, approval } }: { one: GraduateExportView }) {
  const { language, words } = useSpeech()
  const { graduate } = words
  const fetching = useMutation({
    mutationFn: (format: 'xlsx' | 'csv') =>
      saveFile('staffGraduateExportFile', { params: { exportId }, query: { format } }, `graduates.${format}`),
  })
  return (
    <li>
      <div>
        <b>{graduate.exportCount(shownCount(approval.personCount))}</b>
        <Tag tone={tones[approval.state]}>{graduate.exportStates[approval.state]}</Tag>
        <small className="quiet">
          <Moment at={approval.askedAt} />
        </small>
      </div>
      <p className="quiet">{approval.reason}</p>
      {approval.state === 'approved' ? (
        <div>
          <Button size="small" loading={fetching.isPending} onClick={() => fetching.mutate('xlsx')}>
            {graduate.exportXlsx}
          </Button>
          <Button size="small" loading={fetching.isPending} onClick={() => fetching.mutate('csv')}>
            {graduate.exportCsv}
          </Button>
        </div>
      ) : null}
      {fetching.isError ? <Alert type="error" title={refusalWords(fetching.error, language, words)} /> : null}
    </li>
  )
}
