/** Keeps a short text on this device; null forgets it. A browser without storage keeps it while the page is open. */
export function keep(key: string, value: string | null): void {
  put(() => window.localStorage, key, value)
}

export function kept(key: string): string | null {
  return get(() => window.localStorage, key)
}

/** The same, but only as long as this tab is open. */
export function keepForNow(key: string, value: string | null): void {
  put(() => window.sessionStorage, key, value)
}

export function keptForNow(key: string): string | null {
  return get(() => window.sessionStorage, key)
}

const memory = new Map<string, string>()

function put(store: () => Storage, key: string, value: string | null) {
  if (value === null) memory.delete(key)
  else memory.set(key, value)
  try {
    if (value === null) store().removeItem(`tucai.${key}`)
    else store().setItem(`tucai.${key}`, value)
  } catch {
    // Storage may be switched off; the memory above serves until the page is left.
  }
}

function get(store: () => Storage, key: string): string | null {
  try {
    return store().getItem(`tucai.${key}`) ?? null
  } catch {
    return memory.get(key) ?? null
  }
}
