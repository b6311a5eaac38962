import Taro from '@tarojs/taro'

/** Whether WeChat can sign in here: only a mini program can ask it who its user is. */
export const inWechat = true

/** A code that the server turns into the user's identity; good once, for five minutes. */
export async function wechatLoginCode(): Promise<string> {
  const { code } = await Taro.login()
  return code
}
