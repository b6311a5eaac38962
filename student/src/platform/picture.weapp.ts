import Taro from '@tarojs/taro'
import type { DocumentReading, PhotoView, ReadableKind } from '@tucai/contract'
import { Refusal } from '@tucai/contract/client'
import { pathOf } from '@tucai/contract/paths'
import { underOneKey } from '../under-key.ts'
import { signInHeaders } from './sign-in.weapp'
import type { TakeLens, TakeSource } from './take-source.ts'

/** A photo as taken or chosen: a temporary file of WeChat, its bytes untouched. */
export type Picture = { path: string; bytes: number }

/** Lets the user choose a photo. Nothing happens when they change their mind. */
export function choosePicture(onChosen: (picture: Picture) => void): void {
  chooseFrom('album', onChosen)
}

/** The same for a picture of a code. */
export function chooseCodePicture(from: 'album' | 'camera', onChosen: (picture: Picture) => void): void {
  chooseFrom(from, onChosen)
}

function chooseFrom(from: 'album' | 'camera', onChosen: (picture: Picture) => void): void {
  Taro.chooseMedia({ count: 1, mediaType: ['image'], sourceType: [from], sizeType: ['original'] }).then(
    ({ tempFiles: [file] }) => onChosen({ path: file.tempFilePath, bytes: file.size }),
    () => undefined,
  )
}

export function previewOf(picture: Picture): Promise<string | null> {
  return Promise.resolve(picture.path)
}

/** Sends a photo; `onShare` is told how much of it has left, 0 to 1. Throws a Refusal, or anything else without network. */
export function uploadPicture(
  { graduateId, source, lens, picture }: { graduateId: string; source: TakeSource; lens?: TakeLens; picture: Picture },
  onShare: (share: number) => void,
): Promise<PhotoView> {
  const path = pathOf('photoSubmit', { graduateId })
  return underOneKey((key) => upload(path, lens ? { source, lens } : { source }, ['photo', picture], onShare, key))
}

/** The same for a picture of a collection code. */
export async function uploadCode(
  { graduateId, numberEnding, picture }: { graduateId: string; numberEnding: string; picture: Picture },
  onShare: (share: number) => void,
): Promise<void> {
  const path = pathOf('codeSubmit', { graduateId })
  await underOneKey((key) => upload(path, { numberEnding }, ['picture', picture], onShare, key))
}

/** The same for a picture of a document: it is read, and kept nowhere. */
export function uploadDocument(
  { consentId, kind, picture }: { consentId: string; kind: ReadableKind; picture: Picture },
  onShare: (share: number) => void,
): Promise<DocumentReading> {
  return upload(pathOf('documentRead'), { consentId, kind }, ['picture', picture], onShare)
}

async function upload<Answer>(
  path: string,
  formData: Record<string, string>,
  [name, picture]: [string, Picture],
  onShare: (share: number) => void,
  key?: string,
): Promise<Answer> {
  const task = Taro.uploadFile({
    url: TUCAI_API_ORIGIN + path,
    filePath: picture.path,
    name,
    formData,
    header: { ...signInHeaders(), ...(key === undefined ? {} : { 'idempotency-key': key }) },
  })
  task.progress((event) => onShare(event.progress / 100))
  const answer = await task
  const body = JSON.parse(answer.data)
  if (answer.statusCode >= 400) throw new Refusal(answer.statusCode, body)
  return body
}
