import type { PackingChoices } from '@tucai/contract'
import { Alert, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { saveFile } from '../api.ts'
import { useSpeech } from '../words/language.tsx'
import { Ask } from './ask.tsx'
import { useChoices, useCourier } from './choices.ts'

type OfCampaign = { campaignId: string; close: () => void }

function SenderMissing({ choices }: { choices: PackingChoices | undefined }) {
  const { words } = useSpeech()
  if (choices === undefined || choices.senderKnown) return null
  return <Alert type="warning" showIcon title={words.parcels.senderMissing} />
}

export function LabelDialog({ campaignId, close }: OfCampaign) {
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
      <SenderMissing choices={choices} />
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

/** `waiting`: so many have no label yet; without any, those labelled before are meant. */
export function ExportDialog({ campaignId, waiting, close }: OfCampaign & { waiting: number }) {
  const { language, words } = useSpeech()
  const { parcels } = words
  const choices = useChoices()
  const [courier, setCourier] = useCourier()
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx')
  const [again, setAgain] = useState(waiting === 0)
  const body = { campaignId, courier, format, again }
  return (
    <Ask
      title={parcels.exportTitle}
      button={parcels.exportNow}
      close={close}
      act={choices?.senderKnown ? () => saveFile('staffCourierExport', { body }, `parcels.${format}`) : null}
    >
      <SenderMissing choices={choices} />
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
