import type { ErasureItem } from '@tucai/contract'
import { shanghai } from '../../dates.ts'
import { Box } from '../../elements/box'
import { useLanguage, useWords } from '../../language.ts'

function dayOf(instant: string): string {
  const { year, month, day } = shanghai(instant)
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** What deletion removes, or keeps and until when. */
export function ErasureItems({ title, items }: { title: string; items: ErasureItem[] }) {
  const { myData: words } = useWords()
  const language = useLanguage() === 'en' ? 'en' : 'zh'
  if (items.length === 0) return null
  return (
    <Box className="items">
      <Box as="p" className="note">
        {title}
      </Box>
      {items.map((item) => (
        <Box key={item.code} as="p" className="item">
          {item[language]}
          {item.until === null ? '' : words.until(dayOf(item.until))}
        </Box>
      ))}
    </Box>
  )
}
