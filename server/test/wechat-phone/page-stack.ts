import { put, type TreeNode } from './page-tree.ts'

type Life = 'onLoad' | 'onShow' | 'onReady' | 'onHide' | 'onUnload'
export type PageConfig = { data?: object } & Partial<Record<string, unknown>>

/** A page that lies on the stack. */
export interface OpenPage {
  route: string
  options: Record<string, string>
  data: { root?: TreeNode }
  /** Tells the page's script of an event. */
  eh(event: object): void
  setData(changed: Record<string, unknown>, done?: () => void): void
  [key: string]: unknown
}

const PAGES_MOST = 10
const copied = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)))

/** WeChat's pages one above the other: what is asked of it happens one after another, never within the call. */
export function openPageStack(configOf: (route: string) => PageConfig, changed: () => void) {
  const pages: OpenPage[] = []
  let turn = Promise.resolve()

  const live = (page: OpenPage | undefined, life: Life, given?: object) => {
    const run = page?.[life]
    if (typeof run === 'function') run.call(page, given)
  }
  function made(address: string): OpenPage {
    const [route = '', query = ''] = address.replace(/^\//, '').split('?')
    const options = Object.fromEntries(
      query
        .split('&')
        .filter(Boolean)
        .map((pair) => pair.split('=') as [string, string]),
    )
    const config = configOf(route)
    const page: OpenPage = {
      ...config,
      ...{ route, is: route, options, data: copied(config.data ?? {}) as OpenPage['data'] },
      eh: config.eh as OpenPage['eh'],
      setData(given, done) {
        for (const [path, value] of Object.entries(given))
          put(this.data as Record<string, unknown>, path, copied(value))
        changed()
        if (done) setTimeout(done)
      },
    }
    return page
  }
  function enter(address: string): void {
    const page = made(address)
    pages.push(page)
    live(page, 'onLoad', page.options)
    live(page, 'onShow')
    live(page, 'onReady')
    changed()
  }
  const leave = () => live(pages.pop(), 'onUnload')
  const moves = {
    navigateTo(address: string) {
      if (pages.length >= PAGES_MOST) throw new Error('navigateTo:fail webview count limit exceed')
      live(pages.at(-1), 'onHide')
      enter(address)
    },
    redirectTo(address: string) {
      leave()
      enter(address)
    },
    reLaunch(address: string) {
      while (pages.length > 0) leave()
      enter(address)
    },
    navigateBack() {
      if (pages.length < 2) throw new Error('navigateBack:fail cannot navigate back at first page')
      leave()
      live(pages.at(-1), 'onShow')
      changed()
    },
  }
  return {
    pages,
    move(name: keyof typeof moves, address = ''): Promise<void> {
      const done = turn.then(() => moves[name](address))
      turn = done.catch(() => undefined)
      return done
    },
  }
}
