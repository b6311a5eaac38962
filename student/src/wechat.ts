import type { WechatIdentified } from '@tucai/contract'
import { useAppInfo } from './app-info.ts'
import { call } from './call.ts'
import { inWechat, wechatLoginCode } from './platform/wechat'

/** Whether this is a mini program whose server knows WeChat. */
export function useWechat(): boolean {
  return (useAppInfo()?.wechat ?? false) && inWechat
}

/** Proof of who uses this WeChat, for the next half hour. */
export async function identifyWechat(): Promise<WechatIdentified> {
  return call('wechatIdentify', { body: { code: await wechatLoginCode() } })
}

/** The same along the way: nothing where there is no WeChat, or where it does not answer. */
export async function wechatTicketIfAny(hasWechat: boolean): Promise<{ wechatTicket?: string }> {
  if (!hasWechat) return {}
  return identifyWechat().then(
    ({ wechatTicket }) => ({ wechatTicket }),
    () => ({}),
  )
}
