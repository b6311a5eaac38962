import type { StaffGraduate, StaffGraduateQuery } from '@tucai/contract'
import { Button, Dropdown, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { Moment } from '../frame/moment-text.tsx'
import { Icon } from '../icons.tsx'
import { DataTable } from '../table/data-table.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import { Photo } from './photo.tsx'
import { OrderTag, PhotoTag } from './states.tsx'

export type Sort = { by: NonNullable<StaffGraduateQuery['sort']>; descending: boolean }
export type RowAction = { key: string; label: string; act: () => void }

type GraduateTableProps = {
  graduates: StaffGraduate[] | undefined
  stale: boolean
  empty: ReactNode
  open: (graduate: StaffGraduate) => void
  ticked: ReadonlySet<string>
  tick: (ids: ReadonlySet<string>) => void
  sort: Sort
  sortBy: (sort: Sort) => void
  /** What can be done with one row, besides opening it. */
  actions: (graduate: StaffGraduate) => RowAction[]
}

export function GraduateTable(props: GraduateTableProps) {
  const { words } = useSpeech()
  return (
    <DataTable<StaffGraduate>
      columns={columnsIn(words, props)}
      rows={props.graduates}
      idOf={({ graduateId }) => graduateId}
      empty={props.empty}
      stale={props.stale}
      open={props.open}
      ticked={props.ticked}
      tick={props.tick}
      widthPx={1176}
    />
  )
}

function columnsIn(words: Words, { open, sort, sortBy, actions }: GraduateTableProps): TableColumnsType<StaffGraduate> {
  const { graduate } = words
  const sorted = (by: Sort['by'], title: string) => <SortHead by={by} title={title} sort={sort} sortBy={sortBy} />
  return [
    {
      title: graduate.photo,
      width: 56,
      render: (_, { photoId, maskedName }) => <Photo photoId={photoId} name={maskedName} size="thumbnail" />,
    },
    {
      title: sorted('name', graduate.name),
      width: 104,
      ellipsis: true,
      render: (_, row) => (
        <button
          type="button"
          className="row-name"
          onClick={(event) => {
            event.stopPropagation()
            open(row)
          }}
        >
          {row.maskedName}
        </button>
      ),
    },
    {
      title: sorted('studentNumber', graduate.studentNumber),
      width: 104,
      dataIndex: 'maskedStudentNumber',
      className: 'mono',
    },
    {
      title: graduate.number,
      width: 160,
      className: 'mono',
      render: (_, { documentKind, maskedNumber }) =>
        documentKind === 'idcard' ? maskedNumber : `${graduate.documents[documentKind]} ${maskedNumber}`,
      ellipsis: true,
    },
    { title: sorted('college', graduate.college), width: 140, dataIndex: 'college', ellipsis: true },
    { title: sorted('className', graduate.className), width: 96, dataIndex: 'className', ellipsis: true },
    { title: graduate.level, width: 60, dataIndex: 'level', ellipsis: true },
    { title: graduate.stage, width: 176, render: (_, row) => <PhotoTag {...row} /> },
    { title: graduate.order, width: 92, render: (_, { orderState }) => <OrderTag state={orderState} bare /> },
    { title: sorted('updated', graduate.updated), width: 104, render: (_, { updatedAt }) => <Moment at={updatedAt} /> },
    {
      title: <span className="unseen">{graduate.rowActions('')}</span>,
      width: 48,
      fixed: 'right',
      render: (_, row) => <RowMenu name={row.maskedName} actions={actions(row)} />,
    },
  ]
}

function SortHead({
  by,
  title,
  sort,
  sortBy,
}: {
  by: Sort['by']
  title: string
  sort: Sort
  sortBy: (sort: Sort) => void
}) {
  const own = sort.by === by
  const next = { by, descending: own ? !sort.descending : by === 'updated' }
  return (
    <button type="button" className="sort-head" aria-pressed={own} onClick={() => sortBy(next)}>
      {title}
      <Icon name={own ? (sort.descending ? 'down' : 'up') : 'sort'} />
    </button>
  )
}

function RowMenu({ name, actions }: { name: string; actions: RowAction[] }) {
  const { words } = useSpeech()
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: actions.map(({ key, label }) => ({ key, label })),
        onClick: ({ key, domEvent }) => {
          domEvent.stopPropagation()
          actions.find((one) => one.key === key)?.act()
        },
      }}
    >
      <Button
        type="text"
        size="small"
        icon={<Icon name="more" />}
        aria-label={words.graduate.rowActions(name)}
        onClick={(event) => event.stopPropagation()}
      />
    </Dropdown>
  )
}
