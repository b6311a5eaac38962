import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'
import { readMarkup } from './markup.ts'
import { type OpenPage, openPageStack, type PageConfig } from './page-stack.ts'
import { nodesOf, openReader, type TreeNode } from './page-tree.ts'
import { type Asked, answering } from './wx-calls.ts'

const moves = ['navigateTo', 'redirectTo', 'reLaunch', 'navigateBack'] as const

/**
 * Runs the built mini program as WeChat does: its scripts in a context that has WeChat's globals and nothing of Node,
 * its pages on a stack. `changed` is called whenever something else may be on the screen.
 */
export function openRuntime(built: string, wx: object, hasFile: (path: string) => boolean, changed: () => void) {
  const reader = openReader(readMarkup(built))
  /** What the scripts wrote to the console as wrong, and pictures that are not there. */
  const complaints: string[] = []
  /** Controls that were on a screen without a name for a screen reader. */
  const nameless = new Set<string>()
  const { clock, close } = openClock()
  const configs = new Map<string, PageConfig>()
  const met = new WeakMap<OpenPage, Set<string>>()
  let app: PageConfig = {}
  let loading = ''

  const stack = openPageStack(
    (route) => configs.get(route)!,
    () => {
      meet()
      changed()
    },
  )
  const top = () => stack.pages.at(-1)
  const pageCalls = moves.map((name) => {
    const move = ({ url }: Asked) => stack.move(name, url).then(() => ({}))
    return [name, answering(name, move)]
  })
  const complain = (...said: unknown[]) => void complaints.push(said.map(String).join(' '))
  const context = vm.createContext({
    ...clock,
    console: { log() {}, info() {}, debug() {}, warn: complain, error: complain },
    wx: { ...wx, ...Object.fromEntries(pageCalls) },
    App(config: PageConfig) {
      app = config
    },
    Page: (config: PageConfig) => void configs.set(loading, config),
    ...{ Component: () => undefined, Behavior: (given: object) => given },
    ...{ getApp: () => app, getCurrentPages: () => stack.pages },
  })

  /** What the phone tells a page of by itself: pictures that are there or not, and the camera that is ready. */
  function meet(): void {
    const page = top()
    if (page === undefined) return
    const known = met.get(page) ?? new Set()
    met.set(page, known)
    for (const { node } of nodesOf(page.data.root)) {
      if (reader.isControl(node) && reader.name(node) === '') nameless.add(`${page.route} .${node.cl}`)
      const source = String(reader.attribute(node, 'src') ?? '')
      const key = `${node.sid} ${source}`
      if (known.has(key)) continue
      known.add(key)
      if (reader.tag(node) === 'camera') clock.setTimeout(() => tell(page, node, 'initdone'))
      if (reader.tag(node) === 'image' && source !== '')
        clock.setTimeout(() => tell(page, node, isThere(source) ? 'load' : 'error'))
    }
  }
  function isThere(source: string): boolean {
    const isFound =
      source.startsWith('data:') || hasFile(source) || (source.startsWith('/') && existsSync(path.join(built, source)))
    if (!isFound) complaints.push(`no picture at ${source}`)
    return isFound
  }
  function tell(page: OpenPage, node: TreeNode, type: string, detail: object = {}, target = node): void {
    const at = ({ uid, sid }: TreeNode) => ({ id: uid ?? sid, dataset: { sid } })
    page.eh({ type, timeStamp: Date.now(), target: at(target), currentTarget: at(node), detail, touches: [], mark: {} })
  }
  async function launch(): Promise<void> {
    const require = requireWithin(built, context)
    require('app.js')
    const { pages } = JSON.parse(readFileSync(path.join(built, 'app.json'), 'utf8')) as { pages: string[] }
    for (const page of pages) {
      loading = page
      require(`${page}.js`)
    }
    const options = { path: pages[0], query: {}, scene: 1001, referrerInfo: {} }
    for (const life of ['onLaunch', 'onShow'])
      (app[life] as ((options: object) => void) | undefined)?.call(app, options)
    await stack.move('reLaunch', pages[0])
  }
  return { reader, complaints, nameless, top, tell, launch, close }
}

/** Timers that end with the mini program. */
function openClock() {
  const timers = new Set<NodeJS.Timeout>()
  const kept = (timer: NodeJS.Timeout) => {
    timers.add(timer)
    return timer
  }
  const clear = (timer: NodeJS.Timeout | undefined) => clearTimeout(timer)
  const clock = {
    setTimeout: (work: () => void, ms?: number) => kept(setTimeout(work, ms)),
    setInterval: (work: () => void, ms?: number) => kept(setInterval(work, ms)),
    ...{ clearTimeout: clear, clearInterval: clear },
  }
  return { clock, close: () => timers.forEach(clear) }
}

/** `require` of WeChat: scripts of the package, each run once. */
function requireWithin(built: string, context: vm.Context) {
  const known = new Map<string, { exports: object }>()
  return function load(file: string): object {
    const found = known.get(file)
    if (found) return found.exports
    const module = { exports: {} }
    known.set(file, module)
    const name = path.join(built, file)
    const run = vm.compileFunction(readFileSync(name, 'utf8'), ['require', 'module', 'exports'], {
      ...{ filename: name, parsingContext: context },
    })
    const require = (asked: string) => load(`${path.join(path.dirname(file), asked).replace(/\.js$/, '')}.js`)
    run.call(undefined, require, module, module.exports)
    return module.exports
  }
}
