import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

const source = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

interface Finding {
  id: string
  impact: string | null
  help: string
  nodes: { target: unknown[]; failureSummary?: string }[]
}

/**
 * What WCAG 2.2 A and AA and axe's best practice find serious or critical on the page as it stands, one sentence each
 * with up to three places. Empty is good.
 */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(source)
  const violations = await page.evaluate<Finding[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, help, nodes }) => {
      const places = nodes
        .slice(0, 3)
        .map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`)
      return `${impact} ${id}: ${help}, ${nodes.length} times, e.g. ${places.join(' | ')}`
    })
}
