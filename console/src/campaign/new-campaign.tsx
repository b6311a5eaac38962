import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CampaignSettings, StaffCampaign } from '@tucai/contract'
import { Alert, Button, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { call, callOnce, newKey } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { useSpeech } from '../words/language.tsx'
import { firstSettings } from './draft.ts'

export type NewCampaign = { schoolId: string; schoolName: string; settings: CampaignSettings }

type NewCampaignModalProps = {
  open: boolean
  close: () => void
  campaigns: StaffCampaign[]
  begin: (campaign: NewCampaign) => void
}

/** For which school, and from which campaign everything is copied; the form opens with it and nothing is kept yet. */
export function NewCampaignModal({ open, close, campaigns, begin }: NewCampaignModalProps) {
  const { language, words } = useSpeech()
  const schools = useQuery({
    queryKey: ['staff', 'schools'],
    queryFn: () => call('staffSchoolList', {}),
    enabled: open,
  })
  const [schoolId, setSchoolId] = useState<string | null>(null)
  const [from, setFrom] = useState<string | null>(null)
  const own = campaigns.filter((campaign) => campaign.schoolId === schoolId)
  const source = campaigns.find(({ campaignId }) => campaignId === from)
  const [year, setYear] = useState<number | null>(null)
  const beginning = useMutation({
    mutationFn: async (): Promise<NewCampaign> => {
      const school = schools.data!.find((one) => one.schoolId === schoolId)!
      const settings =
        from === null
          ? firstSettings(new Date())
          : await call('staffCampaignNextYear', {
              params: { campaignId: from },
              query: year === null ? {} : { year },
            })
      return { schoolId: school.schoolId, schoolName: school.name, settings }
    },
    onSuccess: (campaign) => {
      close()
      begin(campaign)
    },
  })
  const choose = (next: string) => {
    setSchoolId(next)
    const latest = campaigns.filter((one) => one.schoolId === next).sort((a, b) => b.year - a.year)[0]
    setFrom(latest?.campaignId ?? null)
    setYear(latest === undefined ? null : latest.year + 1)
  }
  return (
    <Modal
      open={open}
      onCancel={close}
      afterClose={beginning.reset}
      title={words.campaigns.makeTitle}
      width={480}
      closable={{ 'aria-label': words.close }}
      okText={words.campaigns.begin}
      cancelText={words.frame.cancel}
      okButtonProps={{ disabled: schoolId === null, loading: beginning.isPending }}
      onOk={() => beginning.mutate()}
    >
      <div className="new-campaign">
        <span>{words.campaigns.school}</span>
        <Select
          aria-label={words.campaigns.school}
          placeholder={words.campaigns.chooseSchool}
          value={schoolId}
          onChange={choose}
          showSearch={{ optionFilterProp: 'label' }}
          options={schools.data?.map((school) => ({ value: school.schoolId, label: school.name })) ?? []}
        />
        <NewSchool added={choose} />
        <span>{words.campaigns.copyFrom}</span>
        <Select
          aria-label={words.campaigns.copyFrom}
          value={from ?? ''}
          onChange={(next) => {
            setFrom(next === '' ? null : next)
            const chosen = campaigns.find(({ campaignId }) => campaignId === next)
            setYear(chosen === undefined ? null : chosen.year + 1)
          }}
          options={[
            { value: '', label: words.campaigns.copyNothing },
            ...[...own, ...campaigns.filter((one) => one.schoolId !== schoolId)].map((one) => ({
              value: one.campaignId,
              label: `${one.title} · ${one.schoolName}`,
            })),
          ]}
        />
        {source === undefined ? null : (
          <>
            <span>{words.campaigns.forYear}</span>
            <InputNumber
              aria-label={words.campaigns.forYear}
              min={2000}
              max={2100}
              precision={0}
              value={year}
              onChange={setYear}
              suffix={words.campaigns.yearUnit}
            />
          </>
        )}
        {beginning.isError ? (
          <Alert type="error" showIcon role="alert" title={refusalWords(beginning.error, language, words)} />
        ) : null}
      </div>
    </Modal>
  )
}

function NewSchool({ added }: { added: (schoolId: string) => void }) {
  const { language, words } = useSpeech()
  const client = useQueryClient()
  const [shown, setShown] = useState(false)
  const [name, setName] = useState('')
  const [code, setCode] = useState('')
  const adding = useMutation({
    mutationFn: () => callOnce(newKey())('staffSchoolAdd', { body: { name, code } }),
    onSuccess: async ({ schoolId }) => {
      await client.invalidateQueries({ queryKey: ['staff', 'schools'] })
      setShown(false)
      setName('')
      added(schoolId)
    },
  })
  if (!shown) {
    return (
      <Button type="link" className="new-school-link" onClick={() => setShown(true)}>
        {words.campaigns.newSchool}
      </Button>
    )
  }
  return (
    <div className="new-school">
      <Input
        aria-label={words.campaigns.schoolName}
        placeholder={words.campaigns.schoolName}
        maxLength={100}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <Input
        aria-label={words.campaigns.schoolCode}
        placeholder={words.campaigns.schoolCode}
        maxLength={5}
        value={code}
        onChange={({ target }) => setCode(target.value.replace(/\D/g, ''))}
      />
      <Button
        disabled={name.trim() === '' || (code !== '' && code.length !== 5)}
        loading={adding.isPending}
        onClick={() => adding.mutate()}
      >
        {words.campaigns.addSchool}
      </Button>
      {adding.isError ? <p role="alert">{refusalWords(adding.error, language, words)}</p> : null}
    </div>
  )
}
