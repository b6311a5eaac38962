import type { AddressInput } from '@tucai/contract'
import { cities, districts, provinces } from '@tucai/contract/regions'
import { Cascader, Checkbox, Input } from 'antd'
import { useMemo, useState } from 'react'
import { callOnce, newKey } from '../api.ts'
import { useSpeech } from '../words/language.tsx'
import { Ask } from './ask.tsx'

type OfParcel = { parcelId: string; close: () => void }

export function ReturnDialog({ parcelId, close }: OfParcel) {
  const { words } = useSpeech()
  const { parcels } = words
  const [note, setNote] = useState('')
  const [key] = useState(newKey)
  return (
    <Ask
      title={parcels.returnTitle}
      button={parcels.returned}
      close={close}
      said={parcels.said.returned}
      act={() => callOnce(key)('staffParcelReturn', { params: { parcelId }, body: { note } })}
    >
      <Input
        aria-label={parcels.returnNote}
        placeholder={parcels.returnNote}
        maxLength={200}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </Ask>
  )
}

export function ResendDialog({ parcelId, close }: OfParcel) {
  const { words } = useSpeech()
  const { parcels } = words
  const [isNew, setIsNew] = useState(false)
  const [address, setAddress] = useState<AddressInput>({ recipient: '', phone: '', regionCode: '', detail: '' })
  const [key, setKey] = useState(newKey)
  const regions = useMemo(regionTree, [])
  const complete = Object.values(address).every((value) => value.trim() !== '')
  /** Another address is another request. */
  const change = (part: Partial<AddressInput>) => {
    setAddress({ ...address, ...part })
    setKey(newKey())
  }
  const choose = (wanted: boolean) => {
    setIsNew(wanted)
    setKey(newKey())
  }
  const field = (name: 'recipient' | 'phone' | 'detail', label: string) => (
    <>
      <label htmlFor={`resend-${name}`}>{label}</label>
      <Input
        id={`resend-${name}`}
        value={address[name]}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => change({ [name]: event.target.value })}
      />
    </>
  )
  const send = () => callOnce(key)('staffParcelResend', { params: { parcelId }, body: isNew ? { address } : {} })
  return (
    <Ask
      title={parcels.resendTitle}
      button={parcels.resend}
      close={close}
      said={parcels.said.resent}
      act={isNew && !complete ? null : send}
    >
      <p className="quiet">{parcels.resendLead}</p>
      <Checkbox checked={isNew} onChange={(event) => choose(event.target.checked)}>
        {parcels.newAddress}
      </Checkbox>
      {isNew ? (
        <div className="print-form">
          {field('recipient', parcels.recipientName)}
          {field('phone', parcels.phone)}
          <label htmlFor="resend-region">{parcels.regionCode}</label>
          <Cascader
            id="resend-region"
            options={regions}
            showSearch
            placeholder={parcels.regionCode}
            onChange={(path) => change({ regionCode: String(path?.at(-1) ?? '') })}
          />
          {field('detail', parcels.street)}
        </div>
      ) : null}
    </Ask>
  )
}

type Region = { value: string; label: string; children?: Region[] }

function regionTree(): Region[] {
  const under = (all: Record<string, string>, prefix: string) =>
    Object.entries(all).filter(([code]) => code.startsWith(prefix))
  return Object.entries(provinces).map(([province, label]) => ({
    value: province,
    label,
    children: under(cities, province.slice(0, 2)).map(([city, name]) => ({
      value: city,
      label: name,
      children: under(districts, city.slice(0, 4)).map(([code, district]) => ({ value: code, label: district })),
    })),
  }))
}
