import { ConfigProvider } from 'antd'
import antdEnglish from 'antd/locale/en_US'
import antdChinese from 'antd/locale/zh_CN'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { theme } from '../theme.ts'
import { en } from './en.ts'
import { type Words, zhCN } from './zh-CN.ts'

export type Language = 'zh' | 'en'
type Speech = { language: Language; words: Words; speak: (language: Language) => void }

const keptUnder = 'tucai-console-language'
const Speaking = createContext<Speech>({ language: 'zh', words: zhCN, speak: () => {} })

function keptLanguage(): Language {
  try {
    return window.localStorage.getItem(keptUnder) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}

/** Chinese until the reader chooses English; the choice is kept in this browser. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(keptLanguage)
  const words = language === 'zh' ? zhCN : en
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    document.title = words.consoleName
    try {
      window.localStorage.setItem(keptUnder, language)
    } catch {
      // A browser that keeps nothing still shows both languages.
    }
  }, [language, words])
  return (
    <ConfigProvider
      theme={theme}
      locale={language === 'zh' ? antdChinese : antdEnglish}
      button={{ autoInsertSpace: false }}
    >
      <Speaking.Provider value={{ language, words, speak: setLanguage }}>{children}</Speaking.Provider>
    </ConfigProvider>
  )
}

export function useSpeech(): Speech {
  return useContext(Speaking)
}

export function LanguageSwitch() {
  const { language, words, speak } = useSpeech()
  return (
    <fieldset className="language" aria-label={words.language}>
      <button type="button" lang="zh-CN" aria-pressed={language === 'zh'} onClick={() => speak('zh')}>
        中文
      </button>
      <span aria-hidden="true">/</span>
      <button type="button" lang="en" aria-pressed={language === 'en'} onClick={() => speak('en')}>
        English
      </button>
    </fieldset>
  )
}
