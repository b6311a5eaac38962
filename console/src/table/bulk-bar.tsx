import { useMutation } from '@tanstack/react-query'
import { Alert, Button, App as Messages, Modal } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { refusalWords } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'

type BulkBarProps = {
  count: number
  /** What the ticked have in common, in a word. */
  note?: ReactNode
  clear: () => void
  /** Buttons of what can be done. */
  children: ReactNode
}

/** Floats over a list while rows are ticked; Esc unticks. */
export function BulkBar({ count, note, clear, children }: BulkBarProps) {
  const { words } = useSpeech()
  useHotkeys('esc', clear, { enabled: count > 0 }, [clear])
  if (count === 0) return null
  return (
    <div className="bulk-bar" role="toolbar" aria-label={words.frame.ticked(shownCount(count))}>
      <b>{words.frame.ticked(shownCount(count))}</b>
      {note === undefined ? null : <span className="bulk-note">{note}</span>}
      {children}
      <Button size="small" type="text" onClick={clear} icon={<Icon name="cross" />}>
        {words.frame.cancel} <kbd>Esc</kbd>
      </Button>
    </div>
  )
}

const undoSeconds = 10

type BulkActionProps<Done> = {
  /** Null: closed. */
  preview: BulkPreview | null
  close: () => void
  title: string
  /** The consequence, e.g. 提醒 37 人. */
  button: string
  danger?: boolean
  act: () => Promise<Done>
  /** Said once it is done, e.g. 已提醒 37 人. */
  doneWords: (done: Done) => string
  /** Takes it back; absent where that is impossible, and then the preview should say so. */
  undo?: (done: Done) => Promise<unknown>
  done?: (done: Done) => void
  /** Further fields of the action. */
  children?: ReactNode
}

/** What an action would do: how many it handles, and why some are left out. */
export type BulkPreview = { included: number; exceptions: readonly { reason: string; count: number }[] }

/** Shows what an action would do, does it, and offers to take it back for ten seconds. */
export function BulkAction<Done>(props: BulkActionProps<Done>) {
  const { preview, close, title, button, danger = false, act, doneWords, undo, done, children } = props
  const { language, words } = useSpeech()
  const offerUndo = useUndoOffer()
  const acting = useMutation({
    mutationFn: act,
    onSuccess: (result) => {
      close()
      offerUndo(doneWords(result), undo === undefined ? null : () => undo(result))
      done?.(result)
    },
  })
  const left = preview?.exceptions.reduce((sum, { count }) => sum + count, 0) ?? 0
  return (
    <Modal
      open={preview !== null}
      onCancel={close}
      afterClose={acting.reset}
      title={title}
      width={440}
      closable={{ 'aria-label': words.close }}
      okText={button}
      cancelText={words.frame.cancel}
      okButtonProps={{ danger, loading: acting.isPending, disabled: preview === null || preview.included === 0 }}
      onOk={() => acting.mutate()}
    >
      {preview === null ? null : (
        <div className="bulk-preview">
          <p>
            <Icon name="ticked" /> {words.frame.included(shownCount(preview.included))}
          </p>
          {left === 0 ? null : (
            <>
              <p>
                <Icon name="warning" /> {words.frame.excepted(shownCount(left))}
              </p>
              <ul>
                {preview.exceptions.map(({ reason, count }) => (
                  <li key={reason}>
                    {reason} <b>{shownCount(count)}</b>
                  </li>
                ))}
              </ul>
            </>
          )}
          {children}
          {acting.isError ? (
            <Alert type="error" showIcon title={refusalWords(acting.error, language, words)} role="alert" />
          ) : null}
        </div>
      )}
    </Modal>
  )
}

/** Says what was done and, where it can be taken back, offers that for ten seconds. */
function useUndoOffer(): (said: string, undo: (() => Promise<unknown>) | null) => void {
  const { message } = Messages.useApp()
  return (said, undo) => {
    if (undo === null) {
      message.success(said)
      return
    }
    const key = `undo-${Date.now()}`
    message.open({
      key,
      type: 'success',
      duration: undoSeconds,
      content: <UndoLine said={said} undo={undo} close={() => message.destroy(key)} />,
    })
  }
}

function UndoLine({ said, undo, close }: { said: string; undo: () => Promise<unknown>; close: () => void }) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const [seconds, setSeconds] = useState(undoSeconds)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((left) => Math.max(0, left - 1)), 1000)
    return () => clearInterval(timer)
  }, [])
  const undoing = useMutation({
    mutationFn: undo,
    onSuccess: () => message.success(words.frame.undone),
    onError: (error) => message.error(refusalWords(error, language, words)),
    onSettled: close,
  })
  return (
    <span className="undo-line">
      {said}
      <Button size="small" type="link" loading={undoing.isPending} onClick={() => undoing.mutate()}>
        {words.frame.undo}
      </Button>
      <span className="quiet">{words.frame.undoFor(seconds)}</span>
    </span>
  )
}
