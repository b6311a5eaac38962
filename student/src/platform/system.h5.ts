/** Language of the browser, e.g. `zh-CN`. */
export function systemLanguage(): string {
  return navigator.language || 'zh-CN'
}

/** How much larger than usual the user wants text, 1 to 1.5: the browser's own font size against 16 px. */
export function textScale(): number {
  const sizePx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
  return Math.min(1.5, Math.max(1, sizePx / 16))
}

/** Names the page for the tab, the history and the screen reader. */
export function namePage(title: string, language: string): void {
  document.title = title
  document.documentElement.lang = language
}

/** Puts the reader of a new screen at its heading, so that it is announced. */
export function startAtHeading(): void {
  const headings = document.querySelectorAll<HTMLElement>('h1')
  const last = headings[headings.length - 1]
  if (last === undefined) return
  last.tabIndex = -1
  last.focus({ preventScroll: true })
}

export function callPhone(number: string): void {
  window.location.href = `tel:${number.replace(/[^\d+]/g, '')}`
}

/** Room above the screen that the system's own buttons need, px. */
export const barTopPx = 0
export const bareBarHeightPx = 44

/** False where the browser keeps its clipboard to itself: the text can still be marked by hand. */
export async function copyText(text: string): Promise<boolean> {
  return (
    navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    ) ?? false
  )
}
