import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RejectCode, RejectReason } from '@tucai/contract'
import { Alert, Button, Checkbox, Input, InputNumber, App as Messages, Modal, Table } from 'antd'
import { useEffect, useState } from 'react'
import { call } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { shownShare } from '../frame/numbers.ts'
import type { KeyLine } from '../frame/page.ts'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import type { Draft } from './draft.ts'

type Opened = { open: boolean; close: () => void }

function keyLines({ review }: Words, reasonCount: number): KeyLine[] {
  return [
    [['A'], review.keyApprove],
    [['R'], review.keyReject],
    [['1 … 9'], review.keyReason],
    [['0'], review.allReasons(reasonCount)],
    [['/'], review.keyNote],
    [['J', 'K'], review.keyMove],
    [['Z'], review.keyZoom],
    [['L'], review.keyLines],
    [['O'], review.keyOriginal],
    [['C'], review.crop],
    [['U'], review.keyUndo],
    [['S'], review.skip],
    [['G'], review.refer],
    [['?'], review.help],
  ]
}

export function Keys({ open, close, reasonCount }: Opened & { reasonCount: number }) {
  const { words } = useSpeech()
  return (
    <Modal
      open={open}
      onCancel={close}
      footer={null}
      width={520}
      title={words.review.keysTitle}
      closable={{ 'aria-label': words.close }}
    >
      <dl className="desk-keys">
        {keyLines(words, reasonCount).map(([keys, does]) => (
          <div key={does}>
            <dt>{does}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="quiet">{words.review.keysFoot}</p>
    </Modal>
  )
}

type AllReasonsProps = Opened & {
  reasons: readonly RejectReason[]
  draft: Draft
  toggle: (code: RejectCode) => void
  setForGood: (forGood: boolean) => void
}

/** Every reason with what the student is told to change. */
export function AllReasons({ open, close, reasons, draft, toggle, setForGood }: AllReasonsProps) {
  const { language, words } = useSpeech()
  return (
    <Modal
      open={open}
      onCancel={close}
      width={860}
      title={words.review.allReasons(reasons.length)}
      closable={{ 'aria-label': words.close }}
      footer={
        <Button type="primary" onClick={close}>
          {words.review.done} · {words.review.chosen(draft.reasons.length)}
        </Button>
      }
    >
      <div className="all-reasons">
        {reasons.map(({ code, fault, change }) => (
          <Checkbox
            key={code}
            checked={draft.reasons.includes(code as RejectCode)}
            onChange={() => toggle(code as RejectCode)}
          >
            {fault[language]} <small>{change[language]}</small>
          </Checkbox>
        ))}
      </div>
      <Checkbox className="for-good" checked={draft.forGood} onChange={(event) => setForGood(event.target.checked)}>
        {words.review.forGood}
      </Checkbox>
    </Modal>
  )
}

/** A word to the administrator who decides. */
export function Refer({ open, close, send }: Opened & { send: (note: string) => void }) {
  const { words } = useSpeech()
  const [note, setNote] = useState('')
  useEffect(() => {
    if (open) setNote('')
  }, [open])
  return (
    <Modal
      open={open}
      onCancel={close}
      onOk={() => send(note)}
      okText={words.review.refer}
      cancelText={words.review.cancel}
      title={words.review.referTitle}
      closable={{ 'aria-label': words.close }}
      width={440}
    >
      <Input
        autoFocus
        aria-label={words.review.referNote}
        placeholder={words.review.referNote}
        maxLength={200}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        onPressEnter={() => send(note)}
      />
    </Modal>
  )
}

/** How reviewers get on, and how many of their verdicts are looked at twice. */
export function Statistics({ open, close, campaignId, percent }: Opened & { campaignId: string; percent: number }) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const [chosen, setChosen] = useState<number | null>(null)
  const list = useQuery({
    queryKey: ['reviewers', campaignId],
    enabled: open,
    queryFn: () => call('staffReviewerList', { params: { campaignId } }),
  })
  const saving = useMutation({
    mutationFn: (value: number) => call('staffReviewSampleSet', { params: { campaignId }, body: { percent: value } }),
    onSuccess: (figures) => {
      client.setQueryData(['review-figures', campaignId], figures)
      message.success(words.review.saved)
    },
  })
  const number = (title: string, dataIndex: string) => ({
    title,
    dataIndex,
    align: 'right' as const,
    className: 'mono',
  })
  return (
    <Modal
      open={open}
      onCancel={close}
      footer={null}
      width={900}
      title={words.review.statisticsTitle}
      closable={{ 'aria-label': words.close }}
    >
      <Table
        size="small"
        pagination={false}
        loading={list.isPending}
        dataSource={list.data ?? []}
        rowKey="staffId"
        locale={{ emptyText: list.isError ? refusalWords(list.error, language, words) : words.review.noReviewers }}
        columns={[
          { title: words.review.reviewer, dataIndex: 'login' },
          number(words.review.today, 'todayCount'),
          number(words.review.approved, 'approvedCount'),
          number(words.review.rejected, 'rejectedCount'),
          {
            ...number('%', 'rejectedCount'),
            key: 'share',
            render: (_, row) => shownShare(row.rejectedCount, row.approvedCount + row.rejectedCount),
          },
          {
            ...number(words.review.pace, 'medianSeconds'),
            render: (_, row) =>
              row.medianSeconds === null ? words.none : words.review.seconds(row.medianSeconds.toFixed(1)),
          },
          number(words.review.takenBack, 'takenBackCount'),
          {
            ...number(words.review.agreed, 'agreedCount'),
            render: (_, row) =>
              row.secondLookCount === 0 ? words.none : `${row.agreedCount} / ${row.secondLookCount}`,
          },
        ]}
      />
      <div className="sample">
        <label htmlFor="sample-percent">{words.review.sample}</label>
        <InputNumber
          id="sample-percent"
          min={0}
          max={100}
          precision={0}
          value={chosen ?? percent}
          onChange={setChosen}
          suffix="%"
        />
        <Button type="primary" loading={saving.isPending} onClick={() => saving.mutate(chosen ?? percent)}>
          {words.review.save}
        </Button>
        <span className="quiet">{words.review.sampleHint}</span>
      </div>
      {saving.isError ? <Alert type="error" title={refusalWords(saving.error, language, words)} /> : null}
    </Modal>
  )
}
