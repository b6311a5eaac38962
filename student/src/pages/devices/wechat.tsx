import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { say } from '../../parts/toast.tsx'
import { rememberSignIn } from '../../platform/sign-in'
import { useAttempt } from '../../use-attempt.ts'
import { identifyWechat, useWechat } from '../../wechat.ts'

/** 微信登录: bound or not, and the button that changes it. A web page can only unbind. */
export function Wechat({ bound, onChanged }: { bound: boolean; onChanged: () => Promise<void> }) {
  const { devices: words } = useWords()
  const canBind = useWechat()
  const { attempt, otherWords } = useAttempt()
  if (!bound && !canBind) return null

  const change = () =>
    attempt(async () => {
      if (bound) await call('wechatUnbind', {})
      else {
        const { wechatTicket } = await identifyWechat()
        rememberSignIn(await call('wechatBind', { body: { wechatTicket } }))
      }
      await onChanged()
      say(bound ? words.unbound : words.bound)
    })
  return (
    <Box as="section" className="card device">
      <Box className="card-head">
        <Icon name="chat" />
        <Box as="h3" className="card-title grow">
          {words.wechat}
        </Box>
        <Press className="link" onPress={change}>
          {bound ? words.unbind : words.bind}
        </Press>
      </Box>
      <Box as="p" className="note">
        {bound ? words.boundWords : words.bindWords}
      </Box>
      <Notice words={otherWords()} tone="bad" />
    </Box>
  )
}
