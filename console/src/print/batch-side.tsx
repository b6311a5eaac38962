import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PrintBatchDetail, PrintBatchView } from '@tucai/contract'
import { Button, App as Messages, Popconfirm } from 'antd'
import { useState } from 'react'
import { call, callOnce, newKey, saveFile } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Facts } from '../frame/facts.tsx'
import { refusalWords } from '../frame/failure.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownCount } from '../frame/numbers.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import { MarkPrinted } from './mark-printed.tsx'

const refreshMs = 5000

/** What a batch is, what was looked at before printing, and what is done next. */
export function BatchSide({ batch }: { batch: PrintBatchView }) {
  const { language, words } = useSpeech()
  const { batchId, layout, kind, reason, madeAt } = batch
  const detail = useQuery({
    queryKey: ['staff', 'print-batch', batchId, batch.state],
    queryFn: () => call('printBatchShow', { params: { batchId } }),
    refetchInterval: batch.state === 'preparing' ? refreshMs : false,
  })
  const items = detail.data?.items ?? []
  const reprints = items.filter((item) => item.reprints > 0).length
  return (
    <div className="batch-side">
      <Card title={words.prints.thisBatch} beside={<span className="mono quiet">{batch.number}</span>}>
        <Facts
          facts={[
            [words.prints.order, words.prints.orderWords],
            [words.prints.paperName, words.prints.papers[layout.paper] ?? layout.paper],
            [words.prints.caption, captionWords(layout, words)],
            [words.prints.barcode, layout.barcode ? words.prints.yes : words.prints.no],
            ...(kind === 'reprint'
              ? ([[words.prints.reprintReason, reason]] as [string, string | null][])
              : ([[words.prints.reprints, shownCount(reprints)]] as [string, string][])),
            [words.prints.made, <Moment key="made" at={madeAt} />],
          ]}
        />
      </Card>
      <Card title={words.prints.checks}>
        <Checks items={items} />
        {batch.stopped === 0 ? null : (
          <details className="stops">
            <summary>
              <Icon name="warning" /> {words.prints.stopped(shownCount(batch.stopped))}
            </summary>
            <ul aria-label={words.prints.stoppedWhy}>
              {items
                .filter(({ stop }) => stop !== null)
                .map(({ orderId, name, orderNumber, stop }) => (
                  <li key={orderId}>
                    <b>{name}</b> <span className="mono quiet">{orderNumber}</span>
                    <br />
                    {stop!.detail ? `${stop!.detail} · ` : ''}
                    {stop![language]}
                  </li>
                ))}
            </ul>
          </details>
        )}
      </Card>
      <Actions batch={batch} items={items} />
    </div>
  )
}

function captionWords({ captionAt, lines }: PrintBatchView['layout'], words: Words): string {
  if (lines.length === 0) return words.none
  const text = lines.join(' / ').replace(/\{(\w+)\}/g, (_, word: string) => words.prints.words[word] ?? word)
  return words.frame.said(words.prints.captionAt[captionAt], text)
}

const checks = {
  approved: ['approval-gone', 'order-moved', 'master-missing'],
  hash: ['master-changed', 'master-unreadable', 'master-coarse'],
  names: ['missing-character', 'text-too-long', 'barcode-too-long'],
  once: [],
} as const satisfies Record<string, readonly string[]>

/** What the making of the file has looked at; each with how many it stopped. */
function Checks({ items }: { items: PrintBatchDetail['items'] }) {
  const { words } = useSpeech()
  return (
    <ul className="checks">
      {(Object.keys(checks) as (keyof typeof checks)[]).map((check) => {
        const codes: readonly string[] = checks[check]
        const stopped = items.filter(({ stop }) => stop !== null && codes.includes(stop.code)).length
        return (
          <li key={check} className={stopped === 0 ? 'well' : 'stopped'}>
            <Icon name={stopped === 0 ? 'ticked' : 'warning'} />
            {words.prints.check[check]}
            {stopped === 0 ? '' : ` · ${words.prints.stopped(shownCount(stopped))}`}
          </li>
        )
      })}
    </ul>
  )
}

function Actions({ batch, items }: { batch: PrintBatchView; items: PrintBatchDetail['items'] }) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const [marking, setMarking] = useState(false)
  const { batchId, state, hasPdf, orders, stopped, printed } = batch
  const params = { batchId }
  const refresh = () =>
    Promise.all(['prints', 'print-batch'].map((name) => client.invalidateQueries({ queryKey: ['staff', name] })))
  const act = useMutation({
    mutationFn: (what: 'printBatchCancel' | 'printBatchPrepare') => callOnce(newKey())(what, { params }),
    onSuccess: (_, what) =>
      message.success(what === 'printBatchCancel' ? words.prints.said.cancelled : words.prints.said.prepared),
    onError: (error) => message.error(refusalWords(error, language, words)),
    onSettled: refresh,
  })
  const save = useMutation({
    mutationFn: () => saveFile('printBatchPdf', { params }, `${batch.number}.pdf`),
    onError: (error) => message.error(refusalWords(error, language, words)),
  })
  const toPrint = orders - stopped
  return (
    <Card className="batch-actions">
      <div className="printed-line">
        <b>{words.prints.printed(shownCount(printed), shownCount(toPrint))}</b>
        <span className="bar" aria-hidden="true">
          <i style={{ width: `${toPrint <= 0 ? 0 : (100 * printed) / toPrint}%` }} />
        </span>
      </div>
      {hasPdf ? (
        <Button block icon={<Icon name="download" />} loading={save.isPending} onClick={() => save.mutate()}>
          {words.prints.download}
        </Button>
      ) : null}
      {state === 'ready' || state === 'failed' ? (
        <Popconfirm
          title={words.prints.cancel}
          description={words.prints.cancelSure}
          okText={words.prints.cancel}
          cancelText={words.frame.cancel}
          onConfirm={() => act.mutate('printBatchCancel')}
        >
          <Button block>{words.prints.cancel}</Button>
        </Popconfirm>
      ) : null}
      {state === 'failed' ? (
        <Button block type="primary" onClick={() => act.mutate('printBatchPrepare')} loading={act.isPending}>
          {words.prints.prepare}
        </Button>
      ) : null}
      {state === 'ready' ? (
        <Button block type="primary" icon={<Icon name="printer" />} onClick={() => setMarking(true)}>
          {words.prints.markPrinted(shownCount(toPrint))}
        </Button>
      ) : null}
      {marking ? (
        <MarkPrinted
          batchId={batchId}
          items={items.filter((item) => item.state === 'ready')}
          close={() => setMarking(false)}
          done={() => {
            setMarking(false)
            message.success(words.prints.said.printed)
            return refresh()
          }}
        />
      ) : null}
    </Card>
  )
}
