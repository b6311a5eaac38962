import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import type { PrintBatchView, RouteBody } from '@tucai/contract'
import { Alert, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { call, callOnce, newKey } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import { useSpeech } from '../words/language.tsx'

type MakeBatchProps = { campaignId: string; close: () => void; made: (batch: PrintBatchView) => void }
type Choose = RouteBody<'printBatchMake'>

/** Chooses what a batch takes, and shows before what it would be and what it leaves out and why. */
export function MakeBatch({ campaignId, close, made }: MakeBatchProps) {
  const { language, words } = useSpeech()
  const [choose, setChoose] = useState<Choose>({})
  const [most, setMost] = useState('')
  const [key] = useState(newKey)
  const params = { campaignId }
  const given: Choose = { ...choose, ...(/^[1-9]\d{0,3}$/.test(most) ? { mostOrders: Number(most) } : {}) }
  const whole = useQuery({
    queryKey: ['staff', 'prints', campaignId, 'due'],
    queryFn: () => call('printPreview', { params, query: {} }),
  })
  const would = useQuery({
    queryKey: ['staff', 'prints', campaignId, 'would', given],
    queryFn: () => call('printPreview', { params, query: given }),
    placeholderData: keepPreviousData,
  })
  const make = useMutation({
    mutationFn: () => callOnce(key)('printBatchMake', { params, body: given }),
    onSuccess: made,
  })
  const preview = would.data
  const failed = make.error ?? would.error
  return (
    <Modal
      open
      title={words.prints.makeTitle}
      width={520}
      closable={{ 'aria-label': words.close }}
      onCancel={close}
      okText={words.prints.makeNow(shownCount(preview?.orders ?? 0))}
      cancelText={words.frame.cancel}
      okButtonProps={{ disabled: !preview?.orders, loading: make.isPending }}
      onOk={() => make.mutate()}
    >
      <div className="print-form">
        <label htmlFor="batch-college">{words.prints.college}</label>
        <Select
          id="batch-college"
          value={choose.college ?? ''}
          onChange={(college) => {
            const { college: _, ...rest } = choose
            setChoose(college === '' ? rest : { ...rest, college })
          }}
          options={[
            { value: '', label: words.prints.allColleges },
            ...(whole.data?.colleges ?? []).map(({ college, orders }) => ({
              value: college,
              label: words.frame.noted(college || words.none, shownCount(orders)),
            })),
          ]}
        />
        <label htmlFor="batch-delivery">{words.prints.delivery}</label>
        <Select<'all' | 'mail' | 'station'>
          id="batch-delivery"
          value={choose.delivery ?? 'all'}
          onChange={(delivery) => {
            const { delivery: _, ...rest } = choose
            setChoose(delivery === 'all' ? rest : { ...rest, delivery })
          }}
          options={[
            { value: 'all' as const, label: words.prints.allDeliveries },
            ...(['mail', 'station'] as const).map((value) => ({ value, label: words.prints.deliveries[value] })),
          ]}
        />
        <label htmlFor="batch-most">{words.prints.most}</label>
        <Input
          id="batch-most"
          inputMode="numeric"
          placeholder={words.prints.mostHint}
          value={most}
          maxLength={4}
          onChange={(event) => setMost(event.target.value.replace(/\D/g, ''))}
        />
      </div>
      {preview === undefined ? null : (
        <Alert
          type={preview.orders > 0 ? 'info' : 'warning'}
          showIcon
          title={
            preview.orders > 0
              ? words.prints.would(shownCount(preview.orders), shownCount(preview.sets), shownCount(preview.sheets))
              : words.prints.wouldNone
          }
        />
      )}
      {preview?.excluded.map(({ reason, orders, orderNumbers }) => (
        <details key={reason} className="stops">
          <summary>
            {words.prints.excluded[reason]} · {words.prints.excludedCount(shownCount(orders))}
          </summary>
          <p className="mono quiet">{orderNumbers.join('、')}</p>
        </details>
      ))}
      {preview === undefined || preview.stoppedBefore.length === 0 ? null : (
        <details className="stops">
          <summary>
            {words.prints.stoppedBefore} · {words.prints.excludedCount(shownCount(preview.stoppedBefore.length))}
          </summary>
          <ul>
            {preview.stoppedBefore.map(({ orderNumber, name, stop }) => (
              <li key={orderNumber}>
                <b>{name}</b> <span className="mono quiet">{orderNumber}</span> {stop[language]}
              </li>
            ))}
          </ul>
        </details>
      )}
      {failed ? <Alert type="error" showIcon title={refusalWords(failed, language, words)} /> : null}
    </Modal>
  )
}
