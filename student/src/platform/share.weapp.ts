import { useShareAppMessage } from '@tarojs/taro'
import { wordsNow } from '../language.ts'

/** The card sent to a chat: the app's own name and drawing and its first screen, nothing of who sends it. */
export function useShareCard(): void {
  useShareAppMessage(() => ({
    title: wordsNow().share,
    path: '/pages/welcome/welcome',
    imageUrl: '/share-card.png',
  }))
}
