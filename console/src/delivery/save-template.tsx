import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DeliverySettings } from '@tucai/contract'
import { App, Form, Input, Modal } from 'antd'
import { call } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { useSpeech } from '../words/language.tsx'

/** Keeps the settings under a name; the same name again replaces what it held. */
export function SaveTemplate({
  open,
  close,
  settings,
}: {
  open: boolean
  close: () => void
  settings: DeliverySettings
}) {
  const { words, language } = useSpeech()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [form] = Form.useForm<{ title: string }>()
  const save = useMutation({
    mutationFn: ({ title }: { title: string }) =>
      call('deliveryTemplateSave', { body: { title: title.trim(), settings } }),
    onSuccess: async () => {
      message.success(words.delivery.templateSaved)
      close()
      await client.invalidateQueries({ queryKey: ['staff', 'delivery-choices'] })
    },
    onError: (error) => void message.error(refusalWords(error, language, words)),
  })
  return (
    <Modal
      open={open}
      onCancel={close}
      title={words.delivery.saveTemplate}
      okText={words.frame.save}
      okButtonProps={{ loading: save.isPending }}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" preserve={false} onFinish={(given) => save.mutate(given)}>
        <Form.Item
          name="title"
          label={words.delivery.templateTitle}
          rules={[{ required: true, whitespace: true, message: words.delivery.titleMissing }]}
        >
          <Input maxLength={60} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
