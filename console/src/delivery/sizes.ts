/** A size as the console shows it, e.g. `37,012 B`, `22.8 MB`, `1.2 GB`. */
export function shownBytes(bytes: number): string {
  if (bytes < 100_000) return `${bytes.toLocaleString('en-US')} B`
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`
  return `${(bytes / 1e9).toFixed(1)} GB`
}
