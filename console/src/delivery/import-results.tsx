import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DeliveryResultKind, DeliveryResultsImported } from '@tucai/contract'
import { App, Button, Modal, Upload } from 'antd'
import { useState } from 'react'
import { upload } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'

type ImportResultsProps = { campaignId: string; kind: DeliveryResultKind | null; close: () => void }

/** A sheet with what CHSI said: tried first, with every problem by its cell, and stored only then. */
export function ImportResults({ campaignId, kind, close }: ImportResultsProps) {
  const { words, language } = useSpeech()
  const say = words.delivery
  const { message } = App.useApp()
  const client = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const send = useMutation({
    mutationFn: ({ given, dryRun }: { given: File; dryRun: boolean }) => {
      const form = new FormData()
      form.append('kind', kind!)
      form.append('dryRun', String(dryRun))
      form.append('takeGood', 'true')
      form.append('file', given)
      return upload<DeliveryResultsImported>('deliveryResultsImport', { campaignId }, form)
    },
    onSuccess: async (answer) => {
      if (answer.dryRun) return
      message.success(say.stored(shownCount(answer.changed), shownCount(answer.retakes)))
      leave()
      await client.invalidateQueries({ queryKey: ['staff'] })
    },
    onError: (error) => void message.error(refusalWords(error, language, words)),
  })
  const leave = () => {
    setFile(null)
    send.reset()
    close()
  }
  const tried = send.data
  return (
    <Modal
      open={kind !== null}
      onCancel={leave}
      title={say.importTitle[kind ?? 'comparison']}
      width={620}
      footer={[
        <Button key="close" onClick={leave}>
          {say.close}
        </Button>,
        <Button
          key="store"
          type="primary"
          disabled={file === null || tried === undefined || tried.changed === 0}
          loading={send.isPending && send.variables?.dryRun === false}
          onClick={() => file && send.mutate({ given: file, dryRun: false })}
        >
          {say.store(shownCount(tried?.changed ?? 0))}
        </Button>,
      ]}
    >
      <div className="import-results">
        <p>{say.importHint[kind ?? 'comparison']}</p>
        {kind === 'comparison' ? <p className="quiet">{say.retakeHint}</p> : null}
        <Upload
          accept=".xlsx,.csv"
          showUploadList={false}
          beforeUpload={(given) => {
            setFile(given)
            send.mutate({ given, dryRun: true })
            return false
          }}
        >
          <Button icon={<Icon name="upload" />} loading={send.isPending && send.variables?.dryRun === true}>
            {file === null ? say.choose : say.chosen(file.name)}
          </Button>
        </Upload>
        {tried === undefined ? null : <Tried tried={tried} />}
      </div>
    </Modal>
  )
}

const MOST_SHOWN = 100

function Tried({ tried: { changed, unchanged, results, problemCount, problems } }: { tried: DeliveryResultsImported }) {
  const { words, language } = useSpeech()
  const say = words.delivery
  const { matched, compareFailed, proofread, proofreadWrong } = results
  const [one, two, three, four] = [matched, compareFailed, proofread, proofreadWrong].map(shownCount)
  return (
    <div role="status">
      <p>
        <b>{say.tried(shownCount(changed), shownCount(unchanged))}</b>
      </p>
      <p className="quiet">{say.triedParts(one!, two!, three!, four!)}</p>
      {problemCount === 0 ? null : (
        <>
          <p className="left-out">
            <Icon name="warning" />
            {say.problems(shownCount(problemCount))}
          </p>
          <table className="import-problems">
            <thead>
              <tr>
                <th scope="col">{say.row}</th>
                <th scope="col">{say.cell}</th>
                <th scope="col">{say.problem}</th>
              </tr>
            </thead>
            <tbody>
              {problems.slice(0, MOST_SHOWN).map((problem) => (
                <tr key={`${problem.row} ${problem.cell} ${problem.code}`}>
                  <td>{problem.row}</td>
                  <td className="mono">{problem.cell || words.none}</td>
                  <td>
                    {problem.column === '' ? '' : words.frame.said(problem.column, '')}
                    {problem[language]}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </div>
  )
}
