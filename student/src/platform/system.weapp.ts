import Taro from '@tarojs/taro'

/** Language of WeChat, e.g. `zh_CN`. */
export function systemLanguage(): string {
  return Taro.getAppBaseInfo().language ?? 'zh_CN'
}

/** How much larger than usual the user wants text, 1 to 1.5. */
export function textScale(): number {
  const info = Taro.getAppBaseInfo() as { fontSizeScaleFactor?: number }
  return Math.min(1.5, Math.max(1, info.fontSizeScaleFactor ?? 1))
}

export function namePage(title: string, _language: string): void {
  void Taro.setNavigationBarTitle({ title }).catch(() => undefined)
}

export function startAtHeading(): void {}

export function callPhone(number: string): void {
  void Taro.makePhoneCall({ phoneNumber: number.replace(/[^\d+]/g, '') }).catch(() => undefined)
}

/** Room above the screen that the status bar needs, px; the bar itself is as high as WeChat's own button row. */
export const barTopPx = capsule().topPx
export const bareBarHeightPx = capsule().heightPx

function capsule() {
  const button = Taro.getMenuButtonBoundingClientRect()
  const status = Taro.getWindowInfo().statusBarHeight ?? 20
  return { topPx: status, heightPx: Math.max(44, (button.top - status) * 2 + button.height) }
}

/** WeChat says itself that it has copied. */
export async function copyText(text: string): Promise<boolean> {
  await Taro.setClipboardData({ data: text }).catch(() => undefined)
  return false
}
