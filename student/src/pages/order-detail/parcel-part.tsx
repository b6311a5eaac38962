import type { ParcelView } from '@tucai/contract'
import type { ReactNode } from 'react'
import { shanghai } from '../../dates.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { useLanguage, useWords } from '../../language.ts'
import { say } from '../../parts/toast.tsx'
import { copyText } from '../../platform/system'

/** Where the prints are: courier and number of a parcel, or that the school's station has them. */
export function ParcelPart({ parcel: { parcel, bundle } }: { parcel: ParcelView }) {
  const words = useWords().parcel
  const language = useLanguage()
  if (bundle !== null && bundle.state !== 'open') {
    return <Card title={words.title} state={words.bundles[bundle.state]} />
  }
  if (parcel === null || parcel.trackingNumber === null) return null
  const { trackingNumber, courier, moves } = parcel
  const copy = async () => {
    if (await copyText(trackingNumber)) say(words.copied)
  }
  const last = moves[moves.length - 1]
  return (
    <Card title={words.title} state={words.states[parcel.state]}>
      <Box className="parcel-number">
        <Box as="span" className="grow">
          {courier === null ? null : language === 'en' ? courier.en : courier.zh} {trackingNumber}
        </Box>
        <Press className="link" onPress={copy}>
          {words.copy}
        </Press>
      </Box>
      {last === undefined ? null : (
        <Box as="p" className="note">
          {shanghai(last.at).short}
        </Box>
      )}
    </Card>
  )
}

function Card({ title, state, children }: { title: string; state: string; children?: ReactNode }) {
  return (
    <Box as="section" className="card parcels">
      <Box className="card-head">
        <Box as="h3" className="card-title">
          {title}
        </Box>
        <Box as="span" className="tag info">
          {state}
        </Box>
      </Box>
      {children}
    </Box>
  )
}
