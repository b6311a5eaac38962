import { expect, it } from 'vitest'
import { deviceLabel } from './device-label.ts'

it.each([
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    false,
    'iPhone · Safari',
  ],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) MicroMessenger/8.0.50', true, 'iPhone · 微信小程序'],
  ['Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0 Mobile Safari/537.36', false, 'Android · Chrome'],
  ['Mozilla/5.0 (Linux; Android 12; HarmonyOS; ALN-AL00) Chrome/114.0 Safari/537.36', false, 'HarmonyOS · Chrome'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0', false, 'Windows · Edge'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0', false, 'Mac · Firefox'],
  ['<script>alert(1)</script>', false, ''],
  [undefined, false, ''],
  [undefined, true, '微信小程序'],
])('%s (mini program: %s) is called %s', (userAgent, isMiniProgram, label) => {
  expect(deviceLabel(userAgent, isMiniProgram)).toBe(label)
})
