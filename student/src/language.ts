import { keep, kept } from './platform/storage'
import { systemLanguage } from './platform/system'
import { createStore } from './store.ts'
import { en } from './words/en.ts'
import { type Words, zhCN } from './words/zh-CN.ts'

export type Language = 'zh-CN' | 'en'

const tables: Record<Language, Words> = { 'zh-CN': zhCN, en }
const store = createStore<Language>(first())

function first(): Language {
  const chosen = kept('language')
  if (chosen === 'zh-CN' || chosen === 'en') return chosen
  return systemLanguage().toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}

export function setLanguage(language: Language): void {
  keep('language', language)
  store.set(language)
}

export const useLanguage = store.use

/** Every visible word, in the language of the user. */
export function useWords(): Words {
  return tables[store.use()]
}

/** The words of now, for code that runs outside a screen. */
export function wordsNow(): Words {
  return tables[store.get()]
}

export function languageNow(): Language {
  return store.get()
}
