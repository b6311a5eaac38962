import Taro from '@tarojs/taro'

/** Keeps a short text on this device; null forgets it. */
export function keep(key: string, value: string | null): void {
  if (value === null) Taro.removeStorageSync(`tucai.${key}`)
  else Taro.setStorageSync(`tucai.${key}`, value)
}

export function kept(key: string): string | null {
  const value: unknown = Taro.getStorageSync(`tucai.${key}`)
  return typeof value === 'string' && value !== '' ? value : null
}

const memory = new Map<string, string>()

/** The same, but only until the mini program is closed. */
export function keepForNow(key: string, value: string | null): void {
  if (value === null) memory.delete(key)
  else memory.set(key, value)
}

export function keptForNow(key: string): string | null {
  return memory.get(key) ?? null
}
