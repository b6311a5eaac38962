import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { App as Messages } from 'antd'
import { refusalWords } from '../frame/failure.tsx'
import { useSpeech } from '../words/language.tsx'

/** Does something, says in words that it is done or why not, and has what depends on it read anew. */
export function useDoing<Given>(act: (given: Given) => Promise<unknown>, changes: QueryKey) {
  const { language, words } = useSpeech()
  const client = useQueryClient()
  const { message } = Messages.useApp()
  return useMutation({
    mutationFn: ({ given }: { given: Given; said: string }) => act(given),
    onSuccess: (_, { said }) => {
      message.success(said)
      return client.invalidateQueries({ queryKey: changes })
    },
    onError: (error) => message.error(refusalWords(error, language, words)),
  })
}
