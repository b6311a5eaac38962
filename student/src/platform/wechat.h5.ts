/** Whether WeChat can sign in here: only a mini program can ask it who its user is. */
export const inWechat = false

export async function wechatLoginCode(): Promise<string> {
  throw new Error('only a mini program has a code of wx.login')
}
