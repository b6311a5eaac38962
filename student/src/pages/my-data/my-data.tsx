import type { DataExportView, ErasureView } from '@tucai/contract'
import { useEffect, useState } from 'react'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { goBack } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Screen } from '../../parts/screen.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useAnswer } from '../../use-answer.ts'
import { EraseSheet } from './erase-sheet.tsx'
import { ErasureItems } from './erasure-items.tsx'
import { ExportPart } from './export-part.tsx'
import './my-data.css'

type DataAnswer = { newest: DataExportView | null; plan: ErasureView }

async function ask(): Promise<DataAnswer> {
  const [{ newest }, plan] = await Promise.all([call('dataExportShow', {}), call('erasureShow', {})])
  return { newest, plan }
}

const LOOK_AGAIN_MS = 1500

/** 我的数据: a copy of everything kept, and deletion with what remains and why. */
export default function MyData() {
  const words = useWords()
  const { answer, trouble, load } = useAnswer(ask)
  const [erasing, setErasing] = useState(false)
  const preparing = answer?.newest?.state === 'preparing'
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again after every answer while the copy is made
  useEffect(() => {
    if (!preparing) return undefined
    const timer = setTimeout(load, LOOK_AGAIN_MS)
    return () => clearTimeout(timer)
  }, [answer])
  const back = () => goBack('home')
  const { title } = words.myData
  if (answer === null) {
    return <Waiting name="my-data" title={title} trouble={trouble} onAgain={load} onBack={back} blocksPx={[180, 320]} />
  }
  const { newest, plan } = answer
  return (
    <Screen
      name="my-data"
      title={title}
      onBack={back}
      over={erasing ? <EraseSheet plan={plan} onClose={() => setErasing(false)} onDone={load} /> : null}
    >
      <ExportPart newest={newest} onChanged={load} />
      <Box as="section" className="card part">
        <Box className="card-head">
          <Box as="h3" className="card-title grow">
            {words.myData.erase}
          </Box>
        </Box>
        <ErasureItems title={words.myData.removed} items={plan.removed} />
        <ErasureItems title={words.myData.kept} items={plan.kept} />
        <Press className="btn line" onPress={() => setErasing(true)}>
          {plan.closes ? words.myData.eraseAccount : words.myData.erasePart}
        </Press>
      </Box>
    </Screen>
  )
}
