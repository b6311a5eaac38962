import { call } from '../../call.ts'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { deviceOfSignIn } from '../../platform/sign-in'
import { enter } from '../../session.ts'
import { useAttempt } from '../../use-attempt.ts'
import { identifyWechat } from '../../wechat.ts'

/** 微信登录: for whoever registered with this WeChat, or has bound it since. */
export function WechatButton({ next }: { next: string | undefined }) {
  const words = useWords()
  const { attempt, otherWords } = useAttempt()
  const signIn = () =>
    attempt(async () => {
      const { wechatTicket } = await identifyWechat()
      const started = await call('wechatSignIn', { body: { wechatTicket, ...deviceOfSignIn() } })
      if (started.state === 'signed-in') enter(started, next)
    })
  return (
    <>
      <Press className="btn quiet wechat" onPress={signIn}>
        <Icon name="chat" />
        {words.signIn.wechat}
      </Press>
      <Notice words={otherWords()} tone="bad" />
    </>
  )
}
