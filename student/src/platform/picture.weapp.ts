import Taro from '@tarojs/taro'
import type { PhotoView } from '@tucai/contract'
import { Refusal } from '@tucai/contract/client'
import { pathOf } from '@tucai/contract/paths'
import { signInHeaders } from './sign-in.weapp'
import type { TakeSource } from './take-source.ts'

/** A photo as taken or chosen: a temporary file of WeChat, its bytes untouched. */
export type Picture = { path: string; bytes: number }

/** Lets the user choose a photo. Nothing happens when they change their mind. */
export function choosePicture(onChosen: (picture: Picture) => void): void {
  Taro.chooseMedia({ count: 1, mediaType: ['image'], sourceType: ['album'], sizeType: ['original'] }).then(
    ({ tempFiles: [file] }) => onChosen({ path: file.tempFilePath, bytes: file.size }),
    () => undefined,
  )
}

export function previewOf(picture: Picture): Promise<string | null> {
  return Promise.resolve(picture.path)
}

/** Sends a photo; `onShare` is told how much of it has left, 0 to 1. Throws a Refusal, or anything else without network. */
export async function uploadPicture(
  { graduateId, source, picture }: { graduateId: string; source: TakeSource; picture: Picture },
  onShare: (share: number) => void,
): Promise<PhotoView> {
  const task = Taro.uploadFile({
    url: TUCAI_API_ORIGIN + pathOf('photoSubmit', { graduateId }),
    filePath: picture.path,
    name: 'photo',
    formData: { source },
    header: signInHeaders(),
  })
  task.progress((event) => onShare(event.progress / 100))
  const answer = await task
  const body = JSON.parse(answer.data)
  if (answer.statusCode >= 400) throw new Refusal(answer.statusCode, body)
  return body
}
