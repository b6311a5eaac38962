import { readFileSync } from 'node:fs'
import { StartRefused } from '../platform/start-refused.ts'
import type { Setting, ValueOf } from './setting.ts'
import { type SettingName, settings } from './settings.ts'

/** Reads one setting after the other from an environment. What is empty is not there. */
export interface SettingsReader {
  /** The value, or its default. @throws StartRefused naming the setting, never its value */
  <N extends SettingName>(name: N): ValueOf<(typeof settings)[N]>
  isGiven(name: SettingName): boolean
  /** Texts that make sense together only; undefined when none of them is there. @throws StartRefused */
  together(names: readonly SettingName[]): string[] | undefined
}

export function openSettings(environment: NodeJS.ProcessEnv): SettingsReader {
  const textOf = (name: SettingName) => textIn(environment, name, settings[name])
  const read = (name: SettingName) => {
    const setting: Setting<unknown> = settings[name]
    const text = textOf(name)
    if (text === undefined) return setting.default
    const value = setting.parse(text)
    if (value === undefined) throw new StartRefused(`${name} must be ${setting.must}.`)
    return value
  }
  return Object.assign(read as SettingsReader, {
    isGiven: (name: SettingName) => textOf(name) !== undefined,
    together(names: readonly SettingName[]) {
      const given = names.map((name) => read(name) as string | undefined)
      if (names.every((name) => textOf(name) === undefined)) return undefined
      const missing = names.find((_, place) => given[place] === undefined)
      if (missing === undefined) return given as string[]
      throw new StartRefused(`${missing} is missing: ${names.join(', ')} are given together or not at all.`)
    },
  })
}

function textIn(environment: NodeJS.ProcessEnv, name: string, setting: Setting<unknown>): string | undefined {
  const text = environment[name]?.trim() || undefined
  const file = setting.isSecret ? environment[`${name}_FILE`]?.trim() : undefined
  if (!file) return text
  if (text !== undefined) throw new StartRefused(`${name} and ${name}_FILE are both given: take one of them away.`)
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch {
    throw new StartRefused(`${name}_FILE must be the path of a file that can be read.`)
  }
}
