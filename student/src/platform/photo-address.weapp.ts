import Taro from '@tarojs/taro'
import { pathOf } from '@tucai/contract/paths'
import { signInHeaders } from './sign-in.weapp'

const files = new Map<string, string>()

/** Where the finished picture of a take can be shown from: fetched with the session's token into a temporary file. */
export async function photoAddress(photoId: string): Promise<string> {
  const known = files.get(photoId)
  if (known !== undefined) return known
  const url = TUCAI_API_ORIGIN + pathOf('photoFinished', { photoId })
  const answer = await Taro.downloadFile({ url, header: signInHeaders() })
  if (answer.statusCode !== 200) throw new Error(`picture answered ${answer.statusCode}`)
  files.set(photoId, answer.tempFilePath)
  return answer.tempFilePath
}
