import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, App as Messages } from 'antd'
import { useState } from 'react'
import { call, callOnce, newKey } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { refusalWords } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import type { CampaignPageProps } from '../frame/page.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { FilterTabs } from '../table/filters.tsx'
import { useSpeech } from '../words/language.tsx'
import { BundleList } from './bundle-list.tsx'
import { ExportDialog, LabelDialog } from './export-dialogs.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { ParcelDetail } from './parcel-detail.tsx'
import { ParcelList } from './parcel-list.tsx'
import { refreshParcels } from './refresh.ts'
import { ReportList } from './report-list.tsx'
import { ScanDesk } from './scan-desk.tsx'
import './parcel.css'

const groups = ['all', 'to-send', 'under-way', 'trouble', 'arrived'] as const

/** What goes out: parcels by courier, boxes to schools, and what WeChat is told of it. */
export function ParcelPage({ staff, campaign: { campaignId } }: CampaignPageProps) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const [asking, setAsking] = useState<'labels' | 'export' | 'import' | null>(null)
  const counts = useQuery({
    queryKey: ['staff', 'parcels', campaignId, 'counts'],
    queryFn: () => call('staffParcelList', { query: { campaignId, limit: 1 } }),
  }).data?.counts
  const count = (group: string) => counts?.[group] ?? 0
  const mayPack = staff.role !== 'auditor'
  const tab = place.own.group ?? 'all'
  const isParcels = groups.some((group) => group === tab)
  const parcelId = place.own.parcel
  return (
    <>
      <PageTitle
        title={words.parcels.title}
        sub={words.parcels.sub(
          shownCount(count('to-send')),
          shownCount(count('under-way')),
          shownCount(count('trouble')),
        )}
      >
        {mayPack ? (
          <>
            <DueButtons campaignId={campaignId} />
            <Button icon={<Icon name="download" />} onClick={() => setAsking('export')}>
              {words.parcels.courierFile}
            </Button>
            <Button icon={<Icon name="upload" />} onClick={() => setAsking('import')}>
              {words.parcels.importNumbers}
            </Button>
            <Button type="primary" icon={<Icon name="printer" />} onClick={() => setAsking('labels')}>
              {words.parcels.labels(shownCount(count('waiting')))}
            </Button>
          </>
        ) : null}
      </PageTitle>
      <div className={parcelId && isParcels ? 'parcel-columns with-detail' : 'parcel-columns'}>
        <div className="parcel-main">
          {mayPack && isParcels ? <ScanDesk campaignId={campaignId} /> : null}
          <Card flush fill>
            <FilterTabs
              label={words.parcels.label}
              chosen={tab}
              choose={(key) => go({ own: { group: key === 'all' ? null : key, rows: null, parcel: null } })}
              tabs={[
                ...groups.map((key) => ({
                  key,
                  name: words.parcels.groups[key],
                  count: count(key),
                  hot: key === 'trouble' && count(key) > 0,
                })),
                { key: 'bundles', name: words.parcels.bundles },
                { key: 'reports', name: words.parcels.reports },
              ]}
            />
            {tab === 'bundles' ? (
              <BundleList campaignId={campaignId} staff={staff} />
            ) : tab === 'reports' ? (
              <ReportList />
            ) : (
              <ParcelList campaignId={campaignId} staff={staff} group={tab} />
            )}
          </Card>
        </div>
        {parcelId && isParcels ? <ParcelDetail key={parcelId} parcelId={parcelId} staff={staff} /> : null}
      </div>
      {asking === 'labels' ? <LabelDialog campaignId={campaignId} close={() => setAsking(null)} /> : null}
      {asking === 'export' ? (
        <ExportDialog campaignId={campaignId} waiting={count('waiting')} close={() => setAsking(null)} />
      ) : null}
      {asking === 'import' ? <ImportDialog close={() => setAsking(null)} /> : null}
    </>
  )
}

/** Printed orders that are not packed yet: parcels for the mailed ones, boxes for those fetched at school. */
function DueButtons({ campaignId }: { campaignId: string }) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const params = { campaignId }
  const due = useQuery({
    queryKey: ['staff', 'parcels', campaignId, 'due'],
    queryFn: () => call('staffPackingDue', { params }),
    refetchInterval: 20_000,
  }).data
  const pack = useMutation({
    mutationFn: async (what: 'parcels' | 'bundles') => {
      if (what === 'parcels') {
        const { count } = await callOnce(newKey())('staffParcelMake', { params })
        return words.parcels.said.made(shownCount(count))
      }
      const made = await callOnce(newKey())('staffBundleMake', { params, body: { by: 'college' } })
      return words.parcels.said.bundled(shownCount(made.length))
    },
    onSuccess: (said) => message.success(said),
    onError: (error) => message.error(refusalWords(error, language, words)),
    onSettled: () => refreshParcels(client),
  })
  return (
    <>
      {due === undefined || due.parcels === 0 ? null : (
        <Button icon={<Icon name="box" />} loading={pack.isPending} onClick={() => pack.mutate('parcels')}>
          {words.parcels.makeParcels(shownCount(due.parcels))}
        </Button>
      )}
      {due === undefined || due.bundled === 0 ? null : (
        <Button icon={<Icon name="box" />} loading={pack.isPending} onClick={() => pack.mutate('bundles')}>
          {words.parcels.makeBundles(shownCount(due.bundled))}
        </Button>
      )}
    </>
  )
}
