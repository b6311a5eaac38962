import type { AddressView, CollectionView } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import { chargesOf } from '../../charges.ts'
import { Press } from '../../elements/press'
import { swap, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { addressOf, entriesOf, firstGap, type MailEntries, mailFields } from '../../mail-entries.ts'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { FootSum } from '../../parts/sum.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { chooseWechatAddress, hasWechatAddress } from '../../platform/wechat-address'
import { useAnswer } from '../../use-answer.ts'
import { useAttempt } from '../../use-attempt.ts'
import { useFlow } from '../../use-flow.ts'
import { MailForm } from './mail-form.tsx'
import { Offer } from './offer.tsx'
import { RegionSheet } from './region-sheet.tsx'
import './mail.css'

export default function Mail() {
  const words = useWords()
  const flow = useFlow('paper')
  const { sets } = usePageParams()
  const addresses = useAnswer(() => call('addressList', {}))
  const back = () => swap('paper', { graduateId: flow.graduateId })
  if (flow.view === null || addresses.answer === null) {
    return (
      <Waiting
        name="mail"
        title={words.mail.title}
        step="paper"
        trouble={flow.trouble ?? addresses.trouble}
        onAgain={async () => {
          await Promise.all([flow.load(), addresses.load()])
        }}
        onBack={back}
        blocksPx={[58, 470]}
      />
    )
  }
  return <MailPage view={flow.view} usual={addresses.answer[0]} sets={sets} onBack={back} />
}

type MailPageProps = { view: CollectionView; usual: AddressView | undefined; sets?: string; onBack: () => void }

function MailPage({ view, usual, sets, onBack }: MailPageProps) {
  const words = useWords()
  const { graduateId, name } = view.graduate
  const [entries, setEntries] = useState<MailEntries>(() =>
    view.address === null
      ? { recipient: name, phone: view.phone, regionCode: '', region: '', detail: '' }
      : entriesOf(view.address),
  )
  const printSets = Number(sets ?? 0) || Math.max(1, view.printSets)
  const prints = { printSets, delivery: 'mail' as const }
  const [keep, setKeep] = useState(true)
  const [choosing, setChoosing] = useState(false)
  const { attempt, setTrouble, wordsAt, otherWords, mended } = useAttempt()
  const change = (changed: Partial<MailEntries>) => {
    setEntries((before) => ({ ...before, ...changed }))
    Object.keys(changed).forEach(mended)
  }

  const goOn = () => {
    const gap = firstGap(entries)
    if (gap !== null) {
      const says = gap.missingDigits > 0 ? words.mail.phoneShort(gap.missingDigits) : words.mail.missing
      setTrouble({ kind: 'refused', code: 'gap', field: gap.field, words: says })
      return
    }
    return attempt(async () => {
      const body = { paper: true, ...prints, address: addressOf(entries), keepAddress: keep }
      await call('paperChoose', { params: { graduateId }, body })
      await call('orderPlace', { params: { graduateId } })
      swap('order', { graduateId })
    })
  }
  return (
    <Screen
      name="mail"
      title={words.mail.title}
      step="paper"
      onBack={onBack}
      footer={
        <>
          <FootSum name={words.paper.total} amountFen={chargesOf(view.campaign, prints, new Date()).totalFen} />
          <Press className="btn primary" onPress={goOn}>
            {words.next}
          </Press>
        </>
      }
      over={
        choosing ? (
          <RegionSheet
            code={entries.regionCode}
            onChosen={(regionCode, region) => {
              change({ regionCode, region })
              setChoosing(false)
            }}
            onClose={() => setChoosing(false)}
          />
        ) : null
      }
    >
      {hasWechatAddress ? <Offer name={words.mail.wechat} onTake={() => chooseWechatAddress(change)} /> : null}
      {usual === undefined ? null : (
        <Offer name={words.mail.usual} address={usual} onTake={() => change(entriesOf(usual))} />
      )}
      <Notice words={otherWords(mailFields)} tone="bad" />
      <MailForm
        entries={entries}
        keep={keep}
        wordsAt={wordsAt}
        onChange={change}
        onKeep={setKeep}
        onRegion={() => setChoosing(true)}
      />
    </Screen>
  )
}
