/**
 * An official account’s pages: who opened them.
 * Source: developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html.
 */
import { randomBytes } from 'node:crypto'
import { openCodes } from './wechat-codes.ts'

export interface App {
  appId: string
  appSecret: string
}

export interface AccountDesk {
  /** Who opens the account’s page next in a browser. */
  visitor: string
  /** What the page gets when the person with this openid opens it: good once. */
  code(openId: string): string
  /** The page that WeChat’s browser passes through on its way to the account’s page: where it goes. */
  authorize(query: URLSearchParams): object
  /** The openid behind a code. */
  visitorOf(query: URLSearchParams): object
}

const INVALID_APP = { errcode: 40013, errmsg: 'invalid appid' }

export function openAccountDesk(account: App | undefined): AccountDesk {
  const codes = openCodes<string>()
  const desk: AccountDesk = {
    visitor: 'openid-of-a-visitor',
    code: codes.give,
    authorize(query) {
      if (query.get('appid') !== account?.appId || query.get('response_type') !== 'code') return INVALID_APP
      const back = new URL(query.get('redirect_uri') ?? '')
      back.searchParams.set('code', codes.give(desk.visitor))
      back.searchParams.set('state', query.get('state') ?? '')
      return back
    },
    visitorOf(query) {
      if (query.get('appid') !== account?.appId) return INVALID_APP
      if (query.get('secret') !== account?.appSecret) return { errcode: 40125, errmsg: 'invalid appsecret' }
      if (query.get('grant_type') !== 'authorization_code') return { errcode: 40002, errmsg: 'invalid grant_type' }
      const found = codes.take(query.get('code') ?? '')
      if ('refused' in found) return found.refused
      const token = () => randomBytes(24).toString('base64url')
      const tokens = { access_token: token(), expires_in: 7200, refresh_token: token() }
      return { ...tokens, openid: found.value, scope: 'snsapi_base' }
    },
  }
  return desk
}
