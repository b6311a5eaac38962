import { keepPreviousData, type QueryKey, useQuery } from '@tanstack/react-query'
import { Pagination } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { Failure } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import { listPageOf } from '../frame/place.ts'
import { usePlace } from '../frame/use-place.ts'
import { Watermark } from '../frame/watermark.tsx'
import { useSpeech } from '../words/language.tsx'

const rowsPerPage = 50
const refreshMs = 20_000

/**
 * A list of which the server gives 50 rows at a time; the page is part of the place, under `rows`. `key`: whatever the
 * rows depend on, beginning with 'staff', so that signing out forgets them.
 */
export function useList<T extends { total: number }>(
  key: QueryKey,
  read: (part: { offset: number; limit: number }) => Promise<T>,
  { refresh = true }: { refresh?: boolean } = {},
) {
  const [place, go] = usePlace()
  const page = listPageOf(place)
  const query = useQuery({
    queryKey: [...key, { page }],
    queryFn: () => read({ offset: (page - 1) * rowsPerPage, limit: rowsPerPage }),
    placeholderData: keepPreviousData,
    ...(refresh ? { refetchInterval: refreshMs } : { refetchOnWindowFocus: false }),
  })
  const total = query.data?.total ?? 0
  const lastPage = Math.max(1, Math.ceil(total / rowsPerPage))
  const settled = query.isSuccess && !query.isPlaceholderData
  useEffect(() => {
    // An old address may name a page that the list no longer has; taking its place leaves the way back usable.
    if (settled && page > lastPage)
      go({ own: { rows: lastPage === 1 ? null : String(lastPage) }, search: place.search })
  }, [settled, page, lastPage, place.search, go])
  return { query, page, total }
}

type ListBodyProps = {
  list: ReturnType<typeof useList<{ total: number }>>
  /** Whose name lies faintly over personal data; absent where there are none. */
  watermark?: string
  children: ReactNode
}

/** The part of a card that scrolls: the table, or what went wrong. */
export function ListBody({ list: { query, total }, watermark, children }: ListBodyProps) {
  return (
    <div className="card-body">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: rows without a button are scrolled by keys too */}
      <div className="rows" tabIndex={0}>
        {query.isError && query.data === undefined ? (
          <Failure error={query.error} retry={query.refetch} retrying={query.isFetching} />
        ) : (
          children
        )}
      </div>
      {watermark !== undefined && total > 0 ? <Watermark name={watermark} /> : null}
    </div>
  )
}

/** Range, total and pages of a list, with a word of the page's own. */
export function ListFoot({ list: { page, total }, note }: { list: { page: number; total: number }; note?: ReactNode }) {
  const { words } = useSpeech()
  const [, go] = usePlace()
  const first = shownCount((page - 1) * rowsPerPage + 1)
  const last = shownCount(Math.min(total, page * rowsPerPage))
  return (
    <footer className="foot">
      <span>
        {total === 0 ? null : words.range(first, last, shownCount(total))}
        {total === 0 || note === undefined ? null : ' · '}
        {note}
      </span>
      {total > rowsPerPage || page > 1 ? (
        <Pagination
          size="small"
          current={page}
          pageSize={rowsPerPage}
          total={total}
          showSizeChanger={false}
          onChange={(next) => go({ own: { rows: next === 1 ? null : String(next) } })}
        />
      ) : null}
      <span>{words.perPage(rowsPerPage)}</span>
    </footer>
  )
}
