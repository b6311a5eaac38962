import Taro from '@tarojs/taro'
import { wordsNow } from '../language.ts'

/** A newer version that WeChat has fetched takes over when the user says so, never in the middle of a step. */
function offerUpdates(): void {
  const manager = Taro.getUpdateManager()
  manager.onUpdateReady(async () => {
    const { title, words, now, later } = wordsNow().update
    const { confirm } = await Taro.showModal({ title, content: words, confirmText: now, cancelText: later })
    if (confirm) manager.applyUpdate()
  })
}

offerUpdates()
