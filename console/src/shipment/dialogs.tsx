import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AddressInput, TrackingImported } from '@tucai/contract'
import { cities, districts, provinces } from '@tucai/contract/regions'
import { Alert, Cascader, Checkbox, Input, App as Messages, Modal, Select } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { callOnce, newKey, saveFile, upload } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import { useSpeech } from '../words/language.tsx'
import { useChoices, useCourier } from './choices.ts'
import { refreshParcels } from './refresh.ts'

type AskProps = {
  title: string
  button: string
  /** Null while something is missing. */
  act: (() => Promise<unknown>) | null
  close: () => void
  said?: string
  children: ReactNode
}

/** A question with one button; stays open with the reason when it is refused. */
function Ask({ title, button, act, close, said, children }: AskProps) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const acting = useMutation({
    mutationFn: async () => act?.(),
    onSuccess: () => {
      if (said !== undefined) message.success(said)
      close()
      return refreshParcels(client)
    },
  })
  return (
    <Modal
      open
      title={title}
      width={480}
      closable={{ 'aria-label': words.close }}
      onCancel={close}
      okText={button}
      cancelText={words.frame.cancel}
      okButtonProps={{ disabled: act === null, loading: acting.isPending }}
      onOk={() => acting.mutate()}
    >
      {children}
      {acting.isError ? <Alert type="error" showIcon title={refusalWords(acting.error, language, words)} /> : null}
    </Modal>
  )
}

type Dialog = { close: () => void }

export function LabelDialog({ campaignId, close }: Dialog & { campaignId: string }) {
  const { language, words } = useSpeech()
  const { parcels } = words
  const choices = useChoices()
  const [sheet, setSheet] = useState<string | null>(null)
  const [firstPlace, setFirstPlace] = useState('1')
  const [again, setAgain] = useState(false)
  const chosen = sheet ?? choices?.labelSheets[0]?.code
  const body = { campaignId, sheet: chosen ?? '', again, firstPlace: Number(firstPlace) || 1 }
  return (
    <Ask
      title={parcels.labelTitle}
      button={parcels.labelNow}
      close={close}
      act={choices?.senderKnown && chosen ? () => saveFile('staffParcelLabels', { body }, 'labels.pdf') : null}
    >
      {choices !== undefined && !choices.senderKnown ? (
        <Alert type="warning" showIcon title={parcels.senderMissing} />
      ) : null}
      <div className="print-form">
        <label htmlFor="label-sheet">{parcels.labelSheet}</label>
        <Select
          id="label-sheet"
          value={chosen}
          onChange={setSheet}
          options={(choices?.labelSheets ?? []).map((one) => ({ value: one.code, label: one[language] }))}
        />
        <label htmlFor="label-place">{parcels.firstPlace}</label>
        <Input
          id="label-place"
          inputMode="numeric"
          maxLength={3}
          value={firstPlace}
          onChange={(event) => setFirstPlace(event.target.value.replace(/\D/g, ''))}
        />
        <span />
        <Checkbox checked={again} onChange={(event) => setAgain(event.target.checked)}>
          {parcels.labelAgain}
        </Checkbox>
      </div>
    </Ask>
  )
}

export function ExportDialog({ campaignId, close }: Dialog & { campaignId: string }) {
  const { language, words } = useSpeech()
  const { parcels } = words
  const choices = useChoices()
  const [courier, setCourier] = useCourier()
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx')
  const [again, setAgain] = useState(false)
  const body = { campaignId, courier, format, again }
  return (
    <Ask
      title={parcels.exportTitle}
      button={parcels.exportNow}
      close={close}
      act={choices?.senderKnown ? () => saveFile('staffCourierExport', { body }, `parcels.${format}`) : null}
    >
      {choices !== undefined && !choices.senderKnown ? (
        <Alert type="warning" showIcon title={parcels.senderMissing} />
      ) : null}
      <div className="print-form">
        <label htmlFor="export-courier">{parcels.courier}</label>
        <Select
          id="export-courier"
          value={courier}
          onChange={setCourier}
          options={(choices?.couriers ?? []).map((one) => ({ value: one.code, label: one[language] }))}
        />
        <label htmlFor="export-format">{parcels.format}</label>
        <Select
          id="export-format"
          value={format}
          onChange={setFormat}
          options={[
            { value: 'xlsx' as const, label: 'XLSX' },
            { value: 'csv' as const, label: 'CSV' },
          ]}
        />
        <span />
        <Checkbox checked={again} onChange={(event) => setAgain(event.target.checked)}>
          {parcels.labelAgain}
        </Checkbox>
      </div>
    </Ask>
  )
}

/** A file of tracking numbers is tried first; what it would do is shown before anything leaves. */
export function ImportDialog({ close }: Dialog) {
  const { language, words } = useSpeech()
  const { parcels } = words
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const choices = useChoices()
  const [courier, setCourier] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const sending = useMutation({
    mutationFn: ({ dryRun }: { dryRun: boolean }) => {
      const fields = new FormData()
      fields.append('dryRun', String(dryRun))
      fields.append('takeGood', String(!dryRun))
      if (courier !== '') fields.append('courier', courier)
      fields.append('file', file!)
      return upload<TrackingImported>('staffTrackingImport', {}, fields)
    },
    onSuccess: (outcome) => {
      if (!outcome.stored) return
      message.success(parcels.importDone(shownCount(outcome.shipped)))
      close()
      void refreshParcels(client)
    },
  })
  const tried = sending.data?.dryRun ? sending.data : undefined
  const button =
    tried === undefined
      ? parcels.tryFile
      : tried.problemCount > 0
        ? parcels.importGood(shownCount(tried.shipped))
        : parcels.importNow(shownCount(tried.shipped))
  const changed = () => sending.reset()
  return (
    <Modal
      open
      title={parcels.importTitle}
      width={560}
      closable={{ 'aria-label': words.close }}
      onCancel={close}
      okText={button}
      cancelText={words.frame.cancel}
      okButtonProps={{ disabled: file === null || tried?.shipped === 0, loading: sending.isPending }}
      onOk={() => sending.mutate({ dryRun: tried === undefined })}
    >
      <p className="quiet">{parcels.importLead}</p>
      <div className="print-form">
        <label htmlFor="import-file">{parcels.file}</label>
        <input
          id="import-file"
          type="file"
          accept=".csv,.xlsx"
          onChange={(event) => {
            setFile(event.target.files?.[0] ?? null)
            changed()
          }}
        />
        <label htmlFor="import-courier">{parcels.courier}</label>
        <Select
          id="import-courier"
          value={courier}
          onChange={(code) => {
            setCourier(code)
            changed()
          }}
          options={[
            { value: '', label: parcels.anyCourier },
            ...(choices?.couriers ?? []).map((one) => ({ value: one.code, label: one[language] })),
          ]}
        />
      </div>
      {tried === undefined ? null : (
        <Alert
          type={tried.problemCount > 0 ? 'warning' : 'info'}
          showIcon
          title={
            <>
              {parcels.importWould(shownCount(tried.shipped), shownCount(tried.unchanged))}
              {tried.problemCount > 0 ? ` · ${parcels.importProblems(shownCount(tried.problemCount))}` : ''}
            </>
          }
        />
      )}
      {tried === undefined ? null : (
        <ul className="remarks">
          {[...tried.problems, ...tried.warnings].map((remark) => (
            <li key={`${remark.row} ${remark.code}`}>
              <b className="mono">{remark.cell || `#${remark.row}`}</b> {remark[language]}
            </li>
          ))}
        </ul>
      )}
      {sending.isError ? <Alert type="error" showIcon title={refusalWords(sending.error, language, words)} /> : null}
    </Modal>
  )
}

export function ReturnDialog({ parcelId, close }: Dialog & { parcelId: string }) {
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

export function ResendDialog({ parcelId, close }: Dialog & { parcelId: string }) {
  const { words } = useSpeech()
  const { parcels } = words
  const [isNew, setIsNew] = useState(false)
  const [address, setAddress] = useState<AddressInput>({ recipient: '', phone: '', regionCode: '', detail: '' })
  const [key, setKey] = useState(newKey)
  const regions = useMemo(regionTree, [])
  const complete = Object.values(address).every((value) => value.trim() !== '')
  const field = (name: 'recipient' | 'phone' | 'detail', label: string) => (
    <>
      <label htmlFor={`resend-${name}`}>{label}</label>
      <Input
        id={`resend-${name}`}
        value={address[name]}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setAddress({ ...address, [name]: event.target.value })}
      />
    </>
  )
  const send = async () => {
    // Another address is another request.
    setKey(newKey())
    await callOnce(key)('staffParcelResend', { params: { parcelId }, body: isNew ? { address } : {} })
  }
  return (
    <Ask
      title={parcels.resendTitle}
      button={parcels.resend}
      close={close}
      said={parcels.said.resent}
      act={isNew && !complete ? null : send}
    >
      <p className="quiet">{parcels.resendLead}</p>
      <Checkbox checked={isNew} onChange={(event) => setIsNew(event.target.checked)}>
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
            onChange={(path) => setAddress({ ...address, regionCode: String(path?.at(-1) ?? '') })}
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
