import type { ReviewState } from '@tucai/contract'
import { Box } from '../../elements/box'
import { Icon, type IconName } from '../../elements/icon'
import { useWords } from '../../language.ts'

const looks: Record<ReviewState, { tone: string; icon: IconName }> = {
  waiting: { tone: 'warn', icon: 'clock' },
  approved: { tone: 'ok', icon: 'check' },
  rejected: { tone: 'bad', icon: 'cross' },
  withdrawn: { tone: 'warn', icon: 'clock' },
}

/** 等待审核, 审核通过 or 需要重拍; a paid photo without a verdict waits for one. */
export function ReviewTag({ state }: { state: ReviewState | null }) {
  const words = useWords().collected
  const known = state ?? 'waiting'
  return (
    <Box as="span" className={`tag ${looks[known].tone}`}>
      <Icon name={looks[known].icon} sizePx={14} />
      {words[known]}
    </Box>
  )
}
