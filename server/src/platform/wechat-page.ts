import { askWechat, refusalOf, type WechatSetting } from './wechat-calls.ts'

/** A code that is invalid, was used, or is too old. */
const CODE_REFUSED = new Set([40029, 40163, 42003])

/**
 * Who opened a page of the official account inside WeChat, by the code that its address was given; null when WeChat does
 * not accept the code. The openid is this account’s, another one than in the mini program. @throws WechatAway
 * @see https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
 */
export async function pageOpenIdOf({ appId, appSecret, apiUrl }: WechatSetting, code: string): Promise<string | null> {
  const query = { appid: appId, secret: appSecret, code, grant_type: 'authorization_code' }
  const answer = await askWechat(apiUrl, '/sns/oauth2/access_token', query)
  if (typeof answer.openid === 'string' && answer.openid !== '') return answer.openid
  if (CODE_REFUSED.has(answer.errcode ?? 0)) return null
  throw refusalOf('oauth2/access_token', answer)
}
