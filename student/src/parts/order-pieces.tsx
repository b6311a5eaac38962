import type { OrderView } from '@tucai/contract'
import type { ReactNode } from 'react'
import { Box } from '../elements/box'
import { useLanguage, useWords } from '../language.ts'
import { groupedPhone } from '../phone.ts'
import type { Words } from '../words/zh-CN.ts'
import { Photo } from './photo-frame.tsx'
import { Price, TotalPrice } from './sum.tsx'

/** Digits in groups of four. */
export function groupedOrderNumber(number: string): string {
  return /^\d+$/.test(number) ? number.replace(/(\d{4})(?=\d)/g, '$1 ') : number
}

/** Photo, name, school of an order. */
export function OrderWho({ order }: { order: OrderView }) {
  const words = useWords().order
  return (
    <Box as="section" className="card who">
      <Photo photoId={order.photoId} alt={words.photoOf(order.name)} />
      <Box className="grow">
        <Box as="strong" className="who-name">
          {order.name}
        </Box>
        <Box as="p" className="who-line">
          {order.schoolName}
        </Box>
        <Box as="p" className="who-line">
          {words.yearMajor(order.graduationYear, order.major)}
        </Box>
      </Box>
    </Box>
  )
}

/** Number, paper choice and where it goes; `paper` replaces the words of the choice. */
export function orderFacts(order: OrderView, words: Words, paper?: ReactNode): [string, ReactNode][] {
  const w = words.order
  const facts: [string, ReactNode][] = [[w.number, groupedOrderNumber(order.number)]]
  if (order.kind === 'retake') return facts
  if (paper !== null) facts.push([w.paper, paper ?? paperWords(order, words)])
  if (order.delivery === 'station') facts.push([w.station, order.station])
  const { address } = order
  if (address !== null) {
    facts.push([w.recipient, `${address.recipient}　${groupedPhone(address.phone)}`])
    facts.push([
      w.address,
      <Box key="address">
        <Box as="p">{address.region}</Box>
        <Box as="p">{address.detail}</Box>
      </Box>,
    ])
  }
  return facts
}

/** 需要, 不需要 or how many sets. */
export function paperWords({ printSets }: OrderView, { order }: Words): string {
  if (printSets === 0) return order.notNeeded
  return printSets === 1 ? order.needed : order.sets(printSets)
}

/** The fee lines of an order, what the school pays of them, and what is left. */
export function OrderFees({ order, total }: { order: OrderView; total: string }) {
  const words = useWords().order
  const language = useLanguage()
  return (
    <Box as="section" className="card fee">
      {order.lines.map(({ kind, zh, en, quantity, amountFen }) => {
        const name = language === 'en' ? en : zh
        return <Price key={kind} name={quantity > 1 ? words.times(name, quantity) : name} amountFen={amountFen} />
      })}
      {order.schoolFen > 0 ? <Price name={words.bySchool} amountFen={-order.schoolFen} /> : null}
      <TotalPrice name={total} amountFen={order.totalFen} />
    </Box>
  )
}
