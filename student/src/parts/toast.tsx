import { Box } from '../elements/box'
import { Icon } from '../elements/icon'
import { createStore } from '../store.ts'

const store = createStore<string | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined

/** One line above the bar for two seconds. Never the only place for an error. */
export function say(words: string): void {
  store.set(words)
  clearTimeout(timer)
  timer = setTimeout(() => store.set(null), 2000)
}

export function hush(): void {
  store.set(null)
}

export function Toast() {
  const words = store.use()
  return (
    <Box role="status" aria-live="polite">
      {words === null ? null : (
        <Box className="toast">
          <Icon name="info" sizePx={18} />
          <Box as="span">{words}</Box>
        </Box>
      )}
    </Box>
  )
}
