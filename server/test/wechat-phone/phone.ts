import { type Found, nodesOf, wordsOf } from './page-tree.ts'
import { openRuntime } from './runtime.ts'
import { type Holder, openDevice } from './wx-device.ts'
import { openNetwork, openPhoneFiles } from './wx-network.ts'

const WAIT_MS = 60_000

type Wanted = string | RegExp

/** WeChat on a phone that holds the built mini program, and the finger that taps on it. Whatever is not there is waited for. */
export function openPhone(url: string, built: string, holder: Holder) {
  const files = openPhoneFiles()
  const network = openNetwork(url, files)
  const device = openDevice(holder, files)
  const watchers = new Set<() => void>()
  const runtime = openRuntime(built, { ...device.calls, ...network.calls }, files.has, () => {
    for (const watcher of watchers) watcher()
  })
  const { reader, top, tell } = runtime

  /** What is on the screen: where a sheet covers it, the sheet alone. */
  function visible(): Found[] {
    const all = [...nodesOf(top()?.data.root)]
    const cover = all.findLast(({ node }) => node.cl?.split(' ').includes('scrim'))
    return cover ? all.filter(({ node, parents }) => node === cover.node || parents.includes(cover.node)) : all
  }
  const words = () =>
    visible()
      .flatMap(({ node }) => node.v || [])
      .join(' | ')
  const nextChange = (withinMs: number) =>
    new Promise<void>((resolve) => {
      const go = () => {
        watchers.delete(go)
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(go, withinMs)
      watchers.add(go)
    })
  async function until<T>(what: string, look: () => T | undefined): Promise<T> {
    const deadline = Date.now() + WAIT_MS
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      const leftMs = deadline - Date.now()
      if (leftMs <= 0) throw new Error(`no ${what} at ${top()?.route}: ${words()}\n${runtime.complaints.join('\n')}`)
      await nextChange(leftMs)
    }
  }
  const control = (wanted: Wanted) =>
    until(`control ${wanted}`, () =>
      visible().findLast(
        ({ node }) => reader.isControl(node) && reader.isEnabled(node) && isWanted(reader.name(node), wanted),
      ),
    )
  const entry = (id: string) => until(`entry ${id}`, () => visible().find(({ node }) => node.uid === id)?.node)

  return {
    ...{ line: network.line, done: device.done, complaints: runtime.complaints, nameless: runtime.nameless },
    ...{ open: runtime.launch, close: runtime.close },
    at: (name: string) => until(`page ${name}`, () => top()?.route === `pages/${name}/${name}` || undefined),
    reading: (wanted: string) =>
      until(`words ${wanted}`, () => visible().some(({ node }) => wordsOf(node).includes(wanted)) || undefined),
    /** Taps on the control of that name, `times` in one moment; as WeChat does, every node around it is told. */
    async tap(wanted: Wanted, times = 1): Promise<void> {
      const { node, parents } = await control(wanted)
      const page = top()!
      const told = [node, ...parents.toReversed()].filter((each) => reader.hears(each, 'tap'))
      for (let nth = 0; nth < times; nth++) for (const each of told) tell(page, each, 'tap', { x: 0, y: 0 }, node)
      if (reader.attribute(node, 'open-type') === 'agreePrivacyAuthorization')
        tell(page, node, 'agreeprivacyauthorization', {})
    },
    async type(id: string, value: string): Promise<void> {
      const node = await entry(id)
      if (!reader.hears(node, 'input')) throw new Error(`${id} hears no typing`)
      tell(top()!, node, 'input', { value, cursor: value.length })
    },
    valueOf: async (id: string) => reader.attribute(await entry(id), 'value'),
  }
}

export type Phone = ReturnType<typeof openPhone>

function isWanted(name: string, wanted: Wanted): boolean {
  return typeof wanted === 'string' ? name === wanted : wanted.test(name)
}
