import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Input, App as Messages, Modal } from 'antd'
import { useState } from 'react'
import { refusalWords } from '../frame/failure.tsx'
import { useSpeech } from '../words/language.tsx'

type AskedProps = {
  title: string
  button: string
  /** Of the one field that has to be filled in. */
  label: string
  hint?: string
  type?: 'text' | 'date'
  first?: string
  said: string
  act: (text: string) => Promise<unknown>
  close: () => void
}

/** One line that somebody has to write before something is done. */
export function Asked({ title, button, label, hint, type = 'text', first = '', said, act, close }: AskedProps) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const [text, setText] = useState(first)
  const acting = useMutation({
    mutationFn: () => act(text.trim()),
    onSuccess: () => {
      message.success(said)
      close()
      return client.invalidateQueries({ queryKey: ['staff'] })
    },
  })
  return (
    <Modal
      open
      title={title}
      width={440}
      closable={{ 'aria-label': words.close }}
      onCancel={close}
      okText={button}
      cancelText={words.frame.cancel}
      okButtonProps={{ disabled: text.trim() === '', loading: acting.isPending }}
      onOk={() => acting.mutate()}
    >
      {hint === undefined ? null : <p className="quiet">{hint}</p>}
      <Input
        type={type}
        aria-label={label}
        placeholder={label}
        maxLength={200}
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {acting.isError ? <Alert type="error" showIcon title={refusalWords(acting.error, language, words)} /> : null}
    </Modal>
  )
}
