import Taro from '@tarojs/taro'

export const settingsByWords = false

/** Opens WeChat's own page of permissions; `onBack` when the user returns. */
export function openSettings(onBack: () => void): void {
  Taro.openSetting().then(onBack, () => undefined)
}
