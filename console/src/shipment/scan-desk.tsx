import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { StaffParcel } from '@tucai/contract'
import { Input, type InputRef, Select } from 'antd'
import { useRef, useState } from 'react'
import { call, callOnce, newKey } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { useChoices, useCourier } from './choices.ts'
import { maskTracking } from './mask-tracking.ts'
import { refreshParcels } from './refresh.ts'

/** A scanner types and presses Enter: first the bag's order number, then the label's tracking number. */
export function ScanDesk({ campaignId }: { campaignId: string }) {
  const { language, words } = useSpeech()
  const client = useQueryClient()
  const field = useRef<InputRef>(null)
  const choices = useChoices()
  const [courier, setCourier] = useCourier()
  const [text, setText] = useState('')
  const [bag, setBag] = useState<StaffParcel | null>(null)
  const [paired, setPaired] = useState<{ count: number; last: string } | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const scan = useMutation({
    mutationFn: async (code: string) => {
      if (bag === null) {
        const { parcels } = await call('staffParcelList', { query: { campaignId, search: code, limit: 5 } })
        const found = parcels.find(({ state }) => state === 'waiting' || state === 'labelled')
        if (found === undefined) setRefusal(words.parcels.scanUnknown)
        else setBag(found)
        return
      }
      const { parcelId } = bag
      await callOnce(newKey())('staffParcelShip', { params: { parcelId }, body: { courier, trackingNumber: code } })
      setBag(null)
      setPaired({ count: (paired?.count ?? 0) + 1, last: maskTracking(code) })
      await refreshParcels(client)
    },
    onError: (error) => setRefusal(refusalWords(error, language, words)),
    onSettled: () => {
      setText('')
      field.current?.focus()
    },
  })
  const read = () => {
    if (scan.isPending) return
    setRefusal(null)
    if (text.trim() !== '') scan.mutate(text.trim())
  }
  return (
    <section className="scan-desk card" aria-label={words.parcels.scanDesk}>
      <Icon name="lines" />
      <Input
        ref={field}
        size="large"
        className="mono"
        aria-label={words.parcels.scan}
        placeholder={bag === null ? words.parcels.scanOrder : words.parcels.scanLabel(bag.orderNumber)}
        value={text}
        maxLength={60}
        // A field that is put out of use would lose the scanner’s focus.
        readOnly={scan.isPending}
        autoFocus
        onPressEnter={read}
        suffix={bag === null ? null : <span className="quiet">{bag.orderNumber}</span>}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setBag(null)
        }}
      />
      <Select
        aria-label={words.parcels.courier}
        value={courier}
        onChange={setCourier}
        popupMatchSelectWidth={false}
        options={(choices?.couriers ?? []).map((one) => ({ value: one.code, label: one[language] }))}
      />
      <div className="scan-said" role="status">
        {refusal !== null ? <span className="wrong">{refusal}</span> : null}
        {refusal === null && paired !== null ? (
          <>
            <b>
              <Icon name="tick" /> {words.parcels.scanned(shownCount(paired.count))}
            </b>
            <span className="quiet">{words.parcels.scannedLast(paired.last)}</span>
          </>
        ) : null}
      </div>
    </section>
  )
}
