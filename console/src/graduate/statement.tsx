import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, App as Messages } from 'antd'
import { call } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { useSpeech } from '../words/language.tsx'

/** The school's word on an enrolment that the student stated. */
export function Statement({ graduateId }: { graduateId: string }) {
  const { language, words } = useSpeech()
  const client = useQueryClient()
  const { message } = Messages.useApp()
  const settling = useMutation({
    mutationFn: (route: 'staffGraduateConfirm' | 'staffGraduateRefuse') => call(route, { params: { graduateId } }),
    onSuccess: async (_, route) => {
      message.success(route === 'staffGraduateConfirm' ? words.graduate.confirmed : words.graduate.refused)
      for (const key of ['graduate', 'graduates', 'graduate-facets', 'graduate-history'])
        await client.invalidateQueries({ queryKey: ['staff', key] })
    },
    onError: (error) => message.error(refusalWords(error, language, words)),
  })
  return (
    <Alert
      className="statement"
      type="warning"
      showIcon
      title={words.graduate.statementHint}
      action={
        <>
          <Button size="small" type="primary" onClick={() => settling.mutate('staffGraduateConfirm')}>
            {words.graduate.confirmStatement}
          </Button>
          <Button size="small" danger onClick={() => settling.mutate('staffGraduateRefuse')}>
            {words.graduate.refuseStatement}
          </Button>
        </>
      }
    />
  )
}
