import type { StaffGraduate } from '@tucai/contract'
import { Button, Skeleton, Table, type TableColumnsType } from 'antd'
import { Empty } from '../empty.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import { Paid, paperWords } from './order-words.tsx'
import { Photo } from './photo.tsx'
import { ProgressTag } from './progress-tag.tsx'

type GraduateTableProps = {
  /** Undefined while the first page is being read. */
  graduates: StaffGraduate[] | undefined
  /** True while these rows belong to the filter or page before. */
  stale: boolean
  filtered: boolean
  openId: string | null
  open: (graduateId: string) => void
  clear: () => void
}

export function GraduateTable({ graduates, stale, filtered, openId, open, clear }: GraduateTableProps) {
  const { words } = useSpeech()
  if (graduates === undefined) {
    return (
      <div className="skeleton" role="status" aria-label={words.loading}>
        <Skeleton active title={false} paragraph={{ rows: 12, width: '100%' }} />
      </div>
    )
  }
  if (graduates.length === 0 && filtered) {
    return (
      <Empty title={words.noMatch}>
        <Button onClick={clear}>{words.clearFilter}</Button>
      </Empty>
    )
  }
  if (graduates.length === 0) return <Empty title={words.noGraduates} hint={words.noGraduatesHint} />
  return (
    <Table<StaffGraduate>
      className={stale ? 'stale' : ''}
      size="small"
      sticky
      rowKey="graduateId"
      columns={columnsIn(words, open)}
      dataSource={graduates}
      pagination={false}
      scroll={{ x: 1170 }}
      rowClassName={({ graduateId }) => (graduateId === openId ? 'open' : '')}
      onRow={({ graduateId }) => ({ onClick: () => open(graduateId) })}
    />
  )
}

function columnsIn(words: Words, open: (graduateId: string) => void): TableColumnsType<StaffGraduate> {
  return [
    {
      title: words.photo,
      width: 60,
      render: (_, { photoId, name }) => <Photo photoId={photoId} name={name} size="thumbnail" />,
    },
    {
      title: words.name,
      width: 120,
      ellipsis: true,
      render: (_, { graduateId, name }) => (
        <button
          type="button"
          className="row-name"
          onClick={(event) => {
            event.stopPropagation()
            open(graduateId)
          }}
        >
          {name}
        </button>
      ),
    },
    { title: words.gender, width: 70, render: (_, { gender }) => words.genders[gender] ?? gender },
    { title: words.number, width: 138, dataIndex: 'maskedNumber', className: 'mono' },
    { title: words.studentNumber, width: 96, dataIndex: 'studentNumber', className: 'mono' },
    { title: words.college, width: 144, dataIndex: 'college', ellipsis: true },
    { title: words.major, width: 114, dataIndex: 'major', ellipsis: true },
    { title: words.className, width: 96, dataIndex: 'className', ellipsis: true },
    { title: words.progress, width: 142, render: (_, { progress }) => <ProgressTag progress={progress} /> },
    { title: words.paper, width: 80, render: (_, { paper }) => paperWords(paper, words) },
    { title: words.paid, width: 112, render: (_, { paidAt }) => <Paid paidAt={paidAt} /> },
  ]
}
