import Taro from '@tarojs/taro'
import type { ProblemBody } from '@tucai/contract'
import { Refusal } from '@tucai/contract/client'
import { pathOf } from '@tucai/contract/paths'
import type { Saved } from './saved.ts'
import { signInHeaders } from './sign-in.weapp'

/** Saves the paid photo to the phone's album, byte for byte as the server has it. */
export async function savePicture(photoId: string, _fileName: string): Promise<Saved> {
  const url = TUCAI_API_ORIGIN + pathOf('photoDownload', { photoId })
  const answer = await Taro.downloadFile({ url, header: signInHeaders() })
  if (answer.statusCode >= 400) {
    const text = Taro.getFileSystemManager().readFileSync(answer.tempFilePath, 'utf8') as string
    throw new Refusal(answer.statusCode, JSON.parse(text) as ProblemBody)
  }
  return Taro.saveImageToPhotosAlbum({ filePath: answer.tempFilePath }).then(
    () => 'saved' as const,
    ({ errMsg = '' }: { errMsg?: string }) => (/cancel/.test(errMsg) ? 'left' : 'not-permitted'),
  )
}
