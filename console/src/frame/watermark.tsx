import { useMemo } from 'react'
import { wholeMoment } from './moment.ts'

const asText = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)

/** A faint mark over rows with personal data: who looked, and when. */
export function Watermark({ name }: { name: string }) {
  const image = useMemo(() => {
    const line = `${name} · ${wholeMoment(new Date())}`
    const drawing = `<svg xmlns='http://www.w3.org/2000/svg' width='300' height='190'><text x='20' y='130' transform='rotate(-20 150 95)' font-size='13' fill='#142033' fill-opacity='.04' font-family='sans-serif'>${asText(line)}</text></svg>`
    return `url("data:image/svg+xml,${encodeURIComponent(drawing)}")`
  }, [name])
  return <div className="watermark" aria-hidden="true" style={{ backgroundImage: image }} />
}
