import { Skeleton, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { useSpeech } from '../words/language.tsx'

type DataTableProps<Row extends object> = {
  columns: TableColumnsType<Row>
  /** Undefined while the first page is being read. */
  rows: readonly Row[] | undefined
  idOf: (row: Row) => string
  /** Shown instead of no rows: why there are none and what to do. */
  empty: ReactNode
  /** Rows of 34 instead of 40. */
  tight?: boolean
  /** True while these rows belong to the filter or page before. */
  stale?: boolean
  openId?: string | null
  open?: (row: Row) => void
  /** Ids with a tick, and how to change them. */
  ticked?: ReadonlySet<string>
  tick?: (ids: ReadonlySet<string>) => void
  /** The table scrolls sideways below this width. */
  widthPx?: number
}

/** Rows with a head that stays, moved through with J and K, ticked with X and opened with Enter. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, idOf, empty, tight = false, stale = false, openId, open, ticked, tick, widthPx } = props
  const { words } = useSpeech()
  const { at, place } = useRowKeys(props)
  if (rows === undefined) {
    return (
      <div className="skeleton" role="status" aria-label={words.loading}>
        <Skeleton active title={false} paragraph={{ rows: 12, width: '100%' }} />
      </div>
    )
  }
  if (rows.length === 0) return empty
  return (
    <div ref={place} className={`data-table ${tight ? 'tight' : ''} ${stale ? 'stale' : ''}`}>
      <Table<Row>
        size="small"
        sticky
        rowKey={idOf}
        columns={columns}
        dataSource={rows}
        pagination={false}
        {...(widthPx === undefined ? {} : { scroll: { x: widthPx } })}
        {...(ticked === undefined || tick === undefined
          ? {}
          : {
              rowSelection: {
                selectedRowKeys: [...ticked],
                preserveSelectedRowKeys: true,
                onChange: (keys: React.Key[]) => tick(new Set(keys.map(String))),
                columnWidth: 36,
                fixed: true,
                getCheckboxProps: () => ({ 'aria-label': words.frame.tickRow }),
                getTitleCheckboxProps: () => ({ 'aria-label': words.frame.tickAll }),
              },
            })}
        rowClassName={(row, index) => `${idOf(row) === openId ? 'open' : ''} ${index === at ? 'at' : ''}`}
        onRow={(row) => (open === undefined ? {} : { onClick: () => open(row), className: 'opens' })}
      />
    </div>
  )
}

function useRowKeys<Row extends object>({ rows, idOf, open, ticked, tick }: DataTableProps<Row>) {
  const [at, setAt] = useState(-1)
  const place = useRef<HTMLDivElement>(null)
  const count = rows?.length ?? 0
  const enabled = count > 0
  const move = (step: number) => {
    const next = Math.min(count - 1, Math.max(0, at + step))
    setAt(next)
    place.current?.querySelectorAll('tr[data-row-key]')[next]?.scrollIntoView({ block: 'nearest' })
  }
  // The table measures its columns by a copy of their titles, whose buttons nobody sees.
  useEffect(() => place.current?.querySelector('.ant-table-measure-row')?.setAttribute('inert', ''))
  const row = rows?.[at]
  useHotkeys('j', () => move(1), { enabled }, [at, count])
  useHotkeys('k', () => move(-1), { enabled }, [at, count])
  useHotkeys(
    'x',
    () => {
      if (row === undefined || ticked === undefined || tick === undefined) return
      const next = new Set(ticked)
      if (!next.delete(idOf(row))) next.add(idOf(row))
      tick(next)
    },
    { enabled },
    [row, ticked, tick],
  )
  useHotkeys(
    'enter',
    (event) => {
      // Enter on a button or link presses that.
      if (row !== undefined && open !== undefined && !(event.target as Element).closest('button, a')) open(row)
    },
    { enabled },
    [row, open],
  )
  return { at, place }
}
