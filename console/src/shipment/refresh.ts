import type { QueryClient } from '@tanstack/react-query'

/** What was read of parcels and boxes is read anew. */
export function refreshParcels(client: QueryClient) {
  return Promise.all(
    ['parcels', 'parcel', 'bundles', 'bundle'].map((name) => client.invalidateQueries({ queryKey: ['staff', name] })),
  )
}
