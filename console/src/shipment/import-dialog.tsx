import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { TrackingImported } from '@tucai/contract'
import { Alert, App as Messages, Modal, Select } from 'antd'
import { useState } from 'react'
import { upload } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import { useSpeech } from '../words/language.tsx'
import { useChoices } from './choices.ts'
import { refreshParcels } from './refresh.ts'

/** A file of tracking numbers is tried first; what it would do is shown before anything leaves. */
export function ImportDialog({ close }: { close: () => void }) {
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
