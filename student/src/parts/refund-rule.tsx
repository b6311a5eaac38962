import type { CampaignView } from '@tucai/contract'
import { Box } from '../elements/box'
import { useLanguage, useWords } from '../language.ts'

/** 退款规则, shown before anybody pays. */
export function RefundRule({ rule }: { rule: CampaignView['refundRule'] }) {
  const words = useWords()
  return (
    <Box as="section" className="card rule">
      <Box as="h3" className="card-title">
        {words.order.refundRule}
      </Box>
      <Box as="p" className="rule-words">
        {useLanguage() === 'en' ? rule.en : rule.zh}
      </Box>
    </Box>
  )
}
