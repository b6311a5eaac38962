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

/** Number, paper choice and address of an order; `paper` replaces the words of the choice. */
export function orderFacts(order: OrderView, words: Words, paper?: ReactNode): [string, ReactNode][] {
  const w = words.order
  const facts: [string, ReactNode][] = [
    [w.number, groupedOrderNumber(order.number)],
    [w.paper, paper ?? (order.paper ? w.needed : w.notNeeded)],
  ]
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

/** The fee lines of an order and their sum. */
export function OrderFees({ order, total }: { order: OrderView; total: string }) {
  const language = useLanguage()
  return (
    <Box as="section" className="card fee">
      {order.lines.map((line) => (
        <Price key={line.kind} name={language === 'en' ? line.en : line.zh} amountFen={line.amountFen} />
      ))}
      <TotalPrice name={total} amountFen={order.totalFen} />
    </Box>
  )
}
