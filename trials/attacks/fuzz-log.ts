import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ground } from './ground.ts'

/** What the product's log says of requests that failed, each once, with the first lines of its stack. */
export function failuresInLog({ dataFolder }: Ground): string[] {
  const folder = join(dataFolder, 'logs')
  if (!existsSync(folder)) return []
  const found = new Map<string, number>()
  for (const file of readdirSync(folder)) {
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      if (!/"(a request failed|[^"]*failed)"/.test(line) || !line.includes('"stack"')) continue
      const { err } = JSON.parse(line) as { err?: { message?: string; stack?: string } }
      const stack = (err?.stack ?? '').split('\n').slice(0, 6).join('\n    ')
      found.set(stack, (found.get(stack) ?? 0) + 1)
    }
  }
  return [...found].map(([stack, times]) => `${times}× ${stack}`)
}
