import type { OrderView } from '@tucai/contract'
import { useEffect, useRef, useState } from 'react'
import { call } from './call.ts'
import { type Trouble, troubleOf } from './trouble.ts'

/** How long to wait before asking again whether the money has arrived. */
const pausesMs = [0, 1500, 2500, 3000, 3000]

/**
 * Asks the server until the order is no longer unpaid, for some seconds. `order` is null until then; `isLate` says that
 * the asking has stopped: the money may still come, and `look` asks again.
 */
export function usePaidOrder(orderId: string | undefined) {
  const [order, setOrder] = useState<OrderView | null>(null)
  const [isLate, setLate] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const latest = useRef(0)

  const look = async () => {
    if (orderId === undefined) return
    latest.current += 1
    const mine = latest.current
    setLate(false)
    setTrouble(null)
    try {
      for (const pauseMs of pausesMs) {
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
        if (mine !== latest.current) return
        const { orderState } = await call('paymentCheck', { params: { orderId } })
        if (orderState === 'unpaid') continue
        const found = await call('orderShow', { params: { orderId } })
        if (mine === latest.current) setOrder(found)
        return
      }
      if (mine === latest.current) setLate(true)
    } catch (thrown) {
      const found = troubleOf(thrown)
      if (mine === latest.current && found.code !== 'not-signed-in') setTrouble(found)
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when the screen opens
  useEffect(() => {
    void look()
    return () => {
      latest.current += 1
    }
  }, [])
  return { order, isLate, trouble, look }
}
