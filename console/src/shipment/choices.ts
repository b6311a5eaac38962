import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api.ts'

/** Couriers and label sheets; they change with the program only. */
export function useChoices() {
  return useQuery({
    queryKey: ['staff', 'packing-choices'],
    queryFn: () => call('staffPackingChoices', {}),
    staleTime: Number.POSITIVE_INFINITY,
  }).data
}

const keptUnder = 'tucai-courier'

/** The courier that this desk hands parcels to; kept in this browser. */
export function useCourier(): [string, (code: string) => void] {
  const [code, setCode] = useState(() => {
    try {
      return window.localStorage.getItem(keptUnder) ?? 'sf'
    } catch {
      return 'sf'
    }
  })
  return [
    code,
    (next) => {
      setCode(next)
      try {
        window.localStorage.setItem(keptUnder, next)
      } catch {
        // A browser that keeps nothing asks again next time.
      }
    },
  ]
}
