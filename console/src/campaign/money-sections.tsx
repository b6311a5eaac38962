import type { Fees } from '@tucai/contract'
import { Button, Checkbox, Input, Select } from 'antd'
import { shownMoney } from '../frame/numbers.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { type Draft, instantOfLocal, localOf } from './draft.ts'
import { Count, Field, Money, Section } from './field.tsx'

export function FeesSection({ draft }: { draft: Draft }) {
  const { campaigns } = useSpeech().words
  const { fees } = draft.settings
  const set = (change: Partial<Fees>) => draft.set({ fees: { ...fees, ...change } })
  return (
    <Section name="fees">
      <Field
        draft={draft}
        label={campaigns.charges}
        of={['fees.collectionFeeFen', 'fees.paperFeeFen', 'fees.printSetsMost']}
        was={({ fees: old }) => `${shownMoney(old.collectionFeeFen)} / ${shownMoney(old.paperFeeFen)}`}
        hint={campaigns.chargesHint}
      >
        <Money
          label={campaigns.electronic}
          fen={fees.collectionFeeFen}
          set={(collectionFeeFen) => set({ collectionFeeFen })}
        />
        <Money label={campaigns.paperSet} fen={fees.paperFeeFen} set={(paperFeeFen) => set({ paperFeeFen })} />
        <Count
          label={campaigns.setsMost}
          value={fees.printSetsMost}
          set={(value) => set({ printSetsMost: value ?? 1 })}
          unit={campaigns.setsUnit}
          max={20}
        />
      </Field>
      <HandingOut draft={draft} fees={fees} set={set} />
      <Field
        draft={draft}
        label={campaigns.retakes}
        of={['fees.freeRetakes', 'fees.retakeFeeFen']}
        hint={campaigns.retakesHint}
      >
        <Count
          label={campaigns.freeRetakes}
          value={fees.freeRetakes}
          set={(freeRetakes) => set({ freeRetakes })}
          unit={campaigns.freeTimes}
          min={0}
          max={100}
          unlimited={campaigns.alwaysFree}
        />
        <Money label={campaigns.afterwards} fen={fees.retakeFeeFen} set={(retakeFeeFen) => set({ retakeFeeFen })} />
      </Field>
      <Paying draft={draft} fees={fees} set={set} />
      <FreeWindows draft={draft} fees={fees} set={set} />
    </Section>
  )
}

type PartProps = { draft: Draft; fees: Fees; set: (change: Partial<Fees>) => void }

function HandingOut({ draft, fees, set }: PartProps) {
  const { campaigns } = useSpeech().words
  return (
    <Field
      draft={draft}
      label={campaigns.handingOut}
      of={['fees.mailingFeeFen', 'fees.stationFeeFen', 'fees.station']}
      hint={campaigns.handingOutHint}
    >
      <Checkbox
        checked={fees.mailingFeeFen !== null}
        onChange={({ target }) => set({ mailingFeeFen: target.checked ? 0 : null })}
      >
        {campaigns.mail}
      </Checkbox>
      {fees.mailingFeeFen === null ? null : (
        <Money label={campaigns.mailFee} fen={fees.mailingFeeFen} set={(mailingFeeFen) => set({ mailingFeeFen })} />
      )}
      <Checkbox
        checked={fees.stationFeeFen !== null}
        onChange={({ target }) => set({ stationFeeFen: target.checked ? 0 : null })}
      >
        {campaigns.station}
      </Checkbox>
      {fees.stationFeeFen === null ? null : (
        <>
          <Money
            label={campaigns.stationFee}
            fen={fees.stationFeeFen}
            set={(stationFeeFen) => set({ stationFeeFen })}
          />
          <Input
            className="wide"
            aria-label={campaigns.stationPlace}
            placeholder={campaigns.stationPlace}
            maxLength={200}
            value={fees.station}
            onChange={({ target }) => set({ station: target.value })}
          />
        </>
      )}
    </Field>
  )
}

function Paying({ draft, fees, set }: PartProps) {
  const { campaigns } = useSpeech().words
  const optionsOf = <K extends string>(named: Record<K, string>) =>
    (Object.keys(named) as K[]).map((value) => ({ value, label: named[value] }))
  return (
    <>
      <Field
        draft={draft}
        label={campaigns.paying}
        of={['fees.payer', 'fees.payWhen']}
        was={({ fees: old }) => `${campaigns.payers[old.payer]}，${campaigns.payWhens[old.payWhen]}`}
      >
        <Select
          aria-label={campaigns.payer}
          value={fees.payer}
          onChange={(payer) => set({ payer })}
          options={optionsOf(campaigns.payers)}
        />
        <Select
          aria-label={campaigns.payWhen}
          value={fees.payWhen}
          onChange={(payWhen) => set({ payWhen })}
          options={optionsOf(campaigns.payWhens)}
        />
      </Field>
      <Field
        draft={draft}
        label={campaigns.refunds}
        of={['fees.refundRule', 'fees.orderLifeMinutes']}
        was={({ fees: old }) => campaigns.refundRules[old.refundRule]}
        hint={campaigns.refundsHint}
      >
        <Select
          aria-label={campaigns.refunds}
          value={fees.refundRule}
          onChange={(refundRule) => set({ refundRule })}
          options={optionsOf(campaigns.refundRules)}
        />
        <span>{campaigns.orderLife}</span>
        <Count
          label={campaigns.orderLife}
          value={Math.round(fees.orderLifeMinutes / 60)}
          set={(hours) => set({ orderLifeMinutes: (hours ?? 1) * 60 })}
          unit={campaigns.hoursUnit}
          max={720}
        />
      </Field>
    </>
  )
}

function FreeWindows({ draft, fees, set }: PartProps) {
  const { campaigns } = useSpeech().words
  const { freeWindows } = fees
  const change = (at: number, edge: 'from' | 'until', local: string) => {
    const instant = instantOfLocal(local)
    if (instant === undefined) return
    set({ freeWindows: freeWindows.map((one, place) => (place === at ? { ...one, [edge]: instant } : one)) })
  }
  const add = () => {
    const { opensAt: from, closesAt: until } = draft.settings
    set({ freeWindows: [...freeWindows, { from, until }] })
  }
  return (
    <Field draft={draft} label={campaigns.freeWindows} of={['fees.freeWindows']} hint={campaigns.freeWindowsHint}>
      {freeWindows.map(({ from, until }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: windows have nothing else that stays while they are edited
        <span key={place} className="free-window">
          <Input
            type="datetime-local"
            aria-label={campaigns.freeFrom(place + 1)}
            value={localOf(from)}
            onChange={({ target }) => change(place, 'from', target.value)}
          />
          <span className="quiet">{campaigns.to}</span>
          <Input
            type="datetime-local"
            aria-label={campaigns.freeUntil(place + 1)}
            value={localOf(until)}
            onChange={({ target }) => change(place, 'until', target.value)}
          />
          <Button
            type="text"
            icon={<Icon name="cross" />}
            aria-label={campaigns.removeFreeWindow(place + 1)}
            onClick={() => set({ freeWindows: freeWindows.filter((_, other) => other !== place) })}
          />
        </span>
      ))}
      <Button icon={<Icon name="plus" />} disabled={freeWindows.length >= 20} onClick={add}>
        {campaigns.addFreeWindow}
      </Button>
    </Field>
  )
}
