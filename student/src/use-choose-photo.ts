import { swap } from './go.ts'
import { useWords } from './language.ts'
import { photoMaxBytes } from './photo-limit.ts'
import { choosePicture, type Picture } from './platform/picture'
import { takeUnderWay } from './take.ts'

/** 选择照片: a chosen file goes to the server as it is; what cannot be right is said before it is sent. */
export function useChoosePhoto(graduateId: string, onTrouble: (words: string) => void): () => void {
  return useChoosePicture((picture) => {
    takeUnderWay.set({ graduateId, source: 'file', picture })
    swap('developing', { graduateId })
  }, onTrouble)
}

export function useChoosePicture(
  onPicture: (picture: Picture) => void,
  onTrouble: (words: string) => void,
): () => void {
  const { problems } = useWords()
  return () =>
    choosePicture((picture) => {
      if (picture.bytes === 0) return onTrouble(problems['photo-empty'])
      if (picture.bytes > photoMaxBytes) return onTrouble(problems['photo-too-large'])
      onPicture(picture)
    })
}
