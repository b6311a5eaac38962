import type { DataExportView } from '@tucai/contract'
import { pathOf } from '@tucai/contract/paths'
import { call } from '../../call.ts'
import { shanghai } from '../../dates.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { saveFile } from '../../platform/save-file'
import { useAttempt } from '../../use-attempt.ts'

type ExportPartProps = { newest: DataExportView | null; onChanged: () => Promise<void> }

/** 导出: asks for a copy, waits for it, saves it. */
export function ExportPart({ newest, onChanged }: ExportPartProps) {
  const { myData: words } = useWords()
  const { attempt, otherWords } = useAttempt()
  const state = newest?.state
  const act = () =>
    attempt(async () => {
      if (newest?.state === 'ready')
        return saveFile(pathOf('dataExportDownload', { exportId: newest.exportId }), words.fileName)
      await call('dataExportAsk', {})
      await onChanged()
    })
  const says = state === 'preparing' ? words.preparing : state === 'ready' ? words.save : words.ask
  return (
    <Box as="section" className="card part">
      <Box className="card-head">
        <Box as="h3" className="card-title grow">
          {words.export}
        </Box>
      </Box>
      <Box as="p" className="note">
        {newest?.state === 'ready' ? words.readyUntil(shanghai(newest.expiresAt).short) : words.exportWords}
      </Box>
      <Notice words={state === 'failed' ? words.failed : otherWords()} tone="bad" />
      <Press
        className={state === 'preparing' ? 'btn off' : 'btn primary'}
        disabled={state === 'preparing'}
        onPress={act}
      >
        {says}
      </Press>
    </Box>
  )
}
