import { Modal } from 'antd'
import { Fragment, useEffect, useRef, useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import type { KeyLine, PageEntry } from './page.ts'
import type { PageName } from './place.ts'
import { usePlace } from './use-place.ts'

/** After G. */
const pageLetters: Partial<Record<PageName, string>> = { overview: 'o', review: 'r', graduates: 's', delivery: 'd' }

/** Acts when a sign is typed outside of fields, whichever keys it takes on the reader's keyboard. */
function useSign(sign: string, act: () => void, enabled = true): void {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    if (!enabled) return
    const onKey = (event: KeyboardEvent) => {
      const inField = event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]')
      if (event.key !== sign || inField || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [sign, enabled])
}

/** `/` puts the cursor into the search box and G with a letter goes to a page, wherever keys are not the page's own. */
export function useGlobalKeys(pages: readonly PageEntry[], present: PageEntry | undefined): void {
  const [, go] = usePlace()
  const enabled = present?.whole !== true
  useSign('/', () => document.getElementById('find')?.focus(), enabled)
  const sequences = pages.flatMap(({ name }) => (pageLetters[name] ? [`g>${pageLetters[name]}`] : []))
  useHotkeys(
    sequences.length === 0 ? 'g>o' : sequences,
    (_, { keys }) => {
      const page = pages.find(({ name }) => pageLetters[name] === keys?.at(-1))
      if (page !== undefined) go({ page: page.name, search: '' })
    },
    { enabled },
    [pages],
  )
}

/** The button and the key `?` that show which keys do what. */
export function KeyHelp({ pages, present }: { pages: readonly PageEntry[]; present: PageEntry | undefined }) {
  const { words } = useSpeech()
  const [open, setOpen] = useState(false)
  useSign('?', () => setOpen(true))
  const here = present?.keys?.(words) ?? []
  return (
    <>
      <button
        type="button"
        className="icon-button"
        aria-label={words.frame.keyHelp}
        title={words.frame.keyHelp}
        onClick={() => setOpen(true)}
      >
        <Icon name="keyboard" />
      </button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        width={640}
        title={words.frame.keyHelp}
        closable={{ 'aria-label': words.close }}
      >
        <div className="key-help">
          <KeyList title={words.frame.keysEverywhere} lines={everywhere(pages, words)} />
          <KeyList title={words.frame.keysLists} lines={inLists(words)} />
          {here.length === 0 ? null : <KeyList title={words.frame.keysHere} lines={here} />}
        </div>
      </Modal>
    </>
  )
}

function everywhere(pages: readonly PageEntry[], { frame }: Words): KeyLine[] {
  const pageLines = pages.flatMap(({ name }): KeyLine[] => {
    const letter = pageLetters[name]
    return letter === undefined ? [] : [[['G', letter.toUpperCase()], frame.keyGo(frame.pages[name])]]
  })
  return [[['/'], frame.keySearch], [['?'], frame.keyHelp], ...pageLines, [['Esc'], frame.keyClose]]
}

function inLists({ frame }: Words): KeyLine[] {
  return [
    [['J', 'K'], frame.keyMove],
    [['X'], frame.keyTick],
    [['Enter'], frame.keyOpen],
  ]
}

function KeyList({ title, lines }: { title: string; lines: KeyLine[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {lines.map(([keys, does]) => (
          <Fragment key={keys.join()}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  )
}
