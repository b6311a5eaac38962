import type { ReactNode } from 'react'
import { Box } from '../elements/box'
import { Icon } from '../elements/icon'
import { Press } from '../elements/press'
import { useWords } from '../language.ts'
import { useModal } from '../platform/modal'

type SheetProps = { title: string; children: ReactNode; foot?: ReactNode; onClose?: () => void }

/** A sheet from below. Without `onClose` it can only be left by its own buttons. */
export function Sheet({ title, children, foot, onClose }: SheetProps) {
  const words = useWords()
  const modalId = useModal(onClose)
  return (
    <Box className="scrim">
      <Box className="grow" aria-hidden onClick={onClose} />
      <Box id={modalId} className="sheet" role="dialog" aria-modal aria-label={title}>
        <Box className="sheet-head">
          <Box as="h2" className="sheet-title">
            {title}
          </Box>
          {onClose === undefined ? null : (
            <Press className="sheet-close" aria-label={words.close} onPress={onClose}>
              <Icon name="cross" sizePx={20} />
            </Press>
          )}
        </Box>
        <Box className="sheet-body" scrolls>
          {children}
        </Box>
        {foot === undefined ? null : <Box className="sheet-foot">{foot}</Box>}
      </Box>
    </Box>
  )
}
