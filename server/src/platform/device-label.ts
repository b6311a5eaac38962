/** Systems by a word of the browser’s own description; the first that fits. */
const SYSTEMS: [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/i, 'HarmonyOS'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]
const PROGRAMS: [RegExp, string][] = [
  [/MicroMessenger/i, '微信'],
  [/Edg/, 'Edge'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/QQBrowser/i, 'QQ浏览器'],
  [/UCBrowser/i, 'UC浏览器'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
]

/** What a student recognises a device by: `iPhone · 微信小程序`. Only these words are kept, never the description itself. */
export function deviceLabel(userAgent: string | undefined, isMiniProgram: boolean): string {
  const firstOf = (known: [RegExp, string][]) => known.find(([sign]) => sign.test(userAgent ?? ''))?.[1]
  const program = isMiniProgram ? '微信小程序' : firstOf(PROGRAMS)
  return [firstOf(SYSTEMS), program].filter((word) => word !== undefined).join(' · ')
}
