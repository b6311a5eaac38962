import type { StaffGraduate } from '@tucai/contract'
import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { DataTable } from '../table/data-table.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import { Paid, paperWords } from './order-words.tsx'
import { Photo } from './photo.tsx'
import { ProgressTag } from './progress-tag.tsx'

type GraduateTableProps = {
  graduates: StaffGraduate[] | undefined
  stale: boolean
  empty: ReactNode
  openId: string | null
  open: (graduateId: string) => void
}

export function GraduateTable({ graduates, stale, empty, openId, open }: GraduateTableProps) {
  const { words } = useSpeech()
  return (
    <DataTable<StaffGraduate>
      columns={columnsIn(words, open)}
      rows={graduates}
      idOf={({ graduateId }) => graduateId}
      empty={empty}
      stale={stale}
      openId={openId}
      open={({ graduateId }) => open(graduateId)}
      widthPx={1170}
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
