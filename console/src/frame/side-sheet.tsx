import { Drawer } from 'antd'
import type { ReactNode } from 'react'
import { useSpeech } from '../words/language.tsx'

type SideSheetProps = {
  open: boolean
  close: () => void
  title: ReactNode
  /** Buttons at the foot, the primary one last. */
  foot?: ReactNode
  children: ReactNode
}

/** What is beside a list: 440 wide, the list stays usable, Esc closes. */
export function SideSheet({ open, close, title, foot, children }: SideSheetProps) {
  const { words } = useSpeech()
  return (
    <Drawer
      open={open}
      onClose={close}
      size={440}
      mask={false}
      title={<span className="sheet-title">{title}</span>}
      closable={{ 'aria-label': words.close, placement: 'end' }}
      footer={foot === undefined ? null : <div className="sheet-foot">{foot}</div>}
      destroyOnHidden
    >
      {children}
    </Drawer>
  )
}
