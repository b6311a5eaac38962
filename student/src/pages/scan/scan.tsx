import type { DocumentReading, ReadableKind } from '@tucai/contract'
import { useState } from 'react'
import { refusalOf, type ScanPurpose } from '../../document.ts'
import { addToDraft, draft } from '../../draft.ts'
import { goBack, usePageParams } from '../../go.ts'
import type { Picture } from '../../platform/picture'
import { BeforeScan } from './before-scan.tsx'
import { ReadingScreen } from './reading-screen.tsx'
import { RefusedDocument } from './refused-document.tsx'
import { ResultScreen } from './result-screen.tsx'
import { ScanCamera } from './scan-camera.tsx'
import './scan.css'

/**
 * 扫描身份证 / 扫描护照: agreement, camera, reading, then what was read beside its picture. The picture lives in this
 * screen only; a reload begins again at the camera.
 */
export default function Scan() {
  const params = usePageParams()
  const kind: ReadableKind = params.kind === 'passport' ? 'passport' : 'idcard'
  const purpose: ScanPurpose = params.purpose === 'sign-in' ? 'sign-in' : 'register'
  const [consentId, setConsentId] = useState(draft().documentConsentId)
  const [picture, setPicture] = useState<Picture | null>(null)
  const [reading, setReading] = useState<DocumentReading | null>(null)

  const leave = () => goBack('number', { purpose, kind })
  const again = () => {
    setPicture(null)
    setReading(null)
  }
  const agree = (given: string | undefined) => {
    addToDraft({ documentConsentId: given })
    setConsentId(given)
    again()
  }
  if (consentId === undefined) return <BeforeScan kind={kind} onAgreed={agree} onLeave={leave} />
  if (picture === null) return <ScanCamera kind={kind} onPicture={setPicture} onLeave={leave} />
  if (reading === null) {
    const asked = { consentId, kind, picture }
    return (
      <ReadingScreen
        asked={asked}
        onRead={setReading}
        onUnagreed={() => agree(undefined)}
        onAgain={again}
        onLeave={leave}
      />
    )
  }
  const refusal = refusalOf(reading)
  if (refusal !== null) {
    return <RefusedDocument picture={picture} remarks={refusal} onAgain={again} onLeave={leave} />
  }
  return <ResultScreen reading={reading} purpose={purpose} next={params.next} onAgain={again} onLeave={leave} />
}
