import sharp from 'sharp'

/** A quiet photograph: what is tested here is the way, not the reader. */
const quiet = { widthPx: 1600, heightPx: 1200, fill: 0.8, rollDegrees: 2, perspective: 0.02, quarterTurns: 0 }
const light = { blurPx: 0.5, exposure: 1, slope: 0.05, glare: 0, shadow: 0, noise: 3, quality: 90 }
export const quietShot = { ...quiet, ...light }

/** The side with the emblem, in the same type as the drawn fronts. */
export function backOfCard(): Promise<Buffer> {
  const line = (x: number, y: number, size: number, text: string) =>
    `<text x="${x}" y="${y}" font-size="${size}" fill="#222">${text}</text>`
  const words = [
    line(480, 260, 76, '中华人民共和国'),
    line(480, 400, 92, '居民身份证'),
    line(250, 680, 46, '签发机关　上海市公安局黄浦分局'),
    line(250, 790, 46, '有效期限　2020.01.01-2040.01.01'),
  ]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1009" font-family="Noto Sans SC"><rect width="1600" height="1009" fill="#e0ebea"/>${words.join('')}</svg>`
  return sharp(Buffer.from(svg))
    .extend({ top: 120, bottom: 120, left: 150, right: 150, background: '#555' })
    .jpeg()
    .toBuffer()
}
