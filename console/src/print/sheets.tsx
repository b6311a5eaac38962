import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import type { PrintBatchView } from '@tucai/contract'
import { Button } from 'antd'
import { useHotkeys } from 'react-hotkeys-hook'
import { call } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Failure } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import { Tag } from '../frame/tag.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { SheetView } from './sheet-view.tsx'

const stripCount = 9

function sheetQuery(batchId: string, sheet: number) {
  return {
    queryKey: ['staff', 'print-sheet', batchId, sheet],
    queryFn: () => call('printSheetShow', { params: { batchId, sheet: String(sheet) } }),
    staleTime: 60_000,
  }
}

/** The sheets of a batch, one large and its neighbours below. */
export function Sheets({ batch }: { batch: PrintBatchView }) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const { batchId, layout, sheets, hasPdf } = batch
  const asked = Number(place.own.sheet ?? '1')
  const sheet = Number.isSafeInteger(asked) && asked >= 1 && asked <= sheets ? asked : 1
  const enabled = hasPdf && sheets > 0
  const shown = useQuery({ ...sheetQuery(batchId, sheet), enabled, placeholderData: keepPreviousData })
  const turn = (next: number) => {
    if (next >= 1 && next <= sheets) go({ own: { sheet: String(next) } })
  }
  useHotkeys('left', () => turn(sheet - 1), [sheet, sheets])
  useHotkeys('right', () => turn(sheet + 1), [sheet, sheets])
  const first = Math.max(1, Math.min(sheet - Math.floor(stripCount / 2), sheets - stripCount + 1))
  const strip = Array.from({ length: enabled ? Math.min(stripCount, sheets) : 0 }, (_, at) => first + at)
  const beside = useQueries({ queries: strip.map((one) => sheetQuery(batchId, one)) })
  const paper = shown.data?.paper
  return (
    <Card
      flush
      fill
      className="sheets"
      title={words.prints.preview}
      beside={
        <>
          {paper ? (
            <Tag tone="blue">
              {words.prints.paper(words.prints.papers[layout.paper] ?? layout.paper, paper.widthMm, paper.heightMm)}
            </Tag>
          ) : null}
          {layout.prints.map(({ size, count }) => (
            <Tag key={size}>{words.prints.prints(count, size.replace('x', ' × '))}</Tag>
          ))}
        </>
      }
      actions={
        enabled ? (
          <>
            <Button
              aria-label={words.prints.sheetBefore}
              icon={<Icon name="left" />}
              disabled={sheet <= 1}
              onClick={() => turn(sheet - 1)}
            />
            <span>{words.prints.sheetOf(shownCount(sheet), shownCount(sheets))}</span>
            <Button
              aria-label={words.prints.sheetNext}
              icon={<Icon name="right" />}
              disabled={sheet >= sheets}
              onClick={() => turn(sheet + 1)}
            />
          </>
        ) : undefined
      }
    >
      <div className="light-table">
        {!enabled ? (
          <p>
            {batch.state === 'failed'
              ? words.prints.failedFile
              : batch.state === 'preparing'
                ? words.prints.notReady
                : words.prints.noSheets}
          </p>
        ) : shown.isError && shown.data === undefined ? (
          <Failure error={shown.error} retry={shown.refetch} retrying={shown.isFetching} />
        ) : shown.data === undefined ? null : (
          <>
            <p>{words.prints.gap(layout.gapMm, layout.marginMm)}</p>
            <div className="sheet-large">
              <SheetView batchId={batchId} sheet={shown.data} />
            </div>
            <p>
              {shown.data.people.some(({ hasPhoto }) => !hasPhoto)
                ? words.prints.photoGone
                : words.prints.cutLine(digest(shown.data.people[0]?.sha256 ?? ''))}
            </p>
          </>
        )}
      </div>
      {strip.length < 2 ? null : (
        <div className="strip">
          {strip.map((one, at) => (
            <button
              type="button"
              key={one}
              aria-label={words.prints.sheetNamed(one)}
              aria-current={one === sheet}
              onClick={() => turn(one)}
            >
              {beside[at]?.data === undefined ? null : <SheetView batchId={batchId} sheet={beside[at].data} small />}
            </button>
          ))}
        </div>
      )}
    </Card>
  )
}

const digest = (sha256: string) => `${sha256.slice(0, 4)}…${sha256.slice(-4)}`
