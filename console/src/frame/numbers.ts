const counts = new Intl.NumberFormat('en-US')
const yuan = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** A number of things, e.g. `20,184`. */
export function shownCount(count: number): string {
  return counts.format(count)
}

/** Money as the console shows it, e.g. `¥1,234.50`, `−¥70.00`. */
export function shownMoney(fen: number): string {
  return `${fen < 0 ? '−' : ''}¥${yuan.format(Math.abs(fen) / 100)}`
}

/** A part of a whole, e.g. `83.7%`; of nothing, `0.0%`. */
export function shownShare(part: number, whole: number): string {
  return `${whole === 0 ? '0.0' : ((100 * part) / whole).toFixed(1)}%`
}
