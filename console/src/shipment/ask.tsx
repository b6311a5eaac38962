import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App as Messages, Modal } from 'antd'
import type { ReactNode } from 'react'
import { refusalWords } from '../frame/failure.tsx'
import { useSpeech } from '../words/language.tsx'
import { refreshParcels } from './refresh.ts'

type AskProps = {
  title: string
  button: string
  /** Null while something is missing. */
  act: (() => Promise<unknown>) | null
  close: () => void
  said?: string
  children: ReactNode
}

/** A question with one button; stays open with the reason when it is refused. */
export function Ask({ title, button, act, close, said, children }: AskProps) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const acting = useMutation({
    mutationFn: async () => act?.(),
    onSuccess: () => {
      if (said !== undefined) message.success(said)
      close()
      return refreshParcels(client)
    },
  })
  return (
    <Modal
      open
      title={title}
      width={480}
      closable={{ 'aria-label': words.close }}
      onCancel={close}
      okText={button}
      cancelText={words.frame.cancel}
      okButtonProps={{ disabled: act === null, loading: acting.isPending }}
      onOk={() => acting.mutate()}
    >
      {children}
      {acting.isError ? <Alert type="error" showIcon title={refusalWords(acting.error, language, words)} /> : null}
    </Modal>
  )
}
