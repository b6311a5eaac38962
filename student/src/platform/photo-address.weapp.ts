import Taro from '@tarojs/taro'
import { pathOf } from '@tucai/contract/paths'
import type { PhotoPart } from './photo-part.ts'
import { signInHeaders } from './sign-in.weapp'

const files = new Map<string, string>()

/** Where a picture of a take can be shown from: fetched with the session's token into a temporary file. */
export async function photoAddress(photoId: string, part: PhotoPart): Promise<string> {
  const path = pathOf(part, { photoId })
  const known = files.get(path)
  if (known !== undefined) return known
  const answer = await Taro.downloadFile({ url: TUCAI_API_ORIGIN + path, header: signInHeaders() })
  if (answer.statusCode !== 200) throw new Error(`picture answered ${answer.statusCode}`)
  files.set(path, answer.tempFilePath)
  return answer.tempFilePath
}
