// npm test: sets everything up, runs every test, and ends with one line that counts them.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { findChromium } from './chromium.mjs'
import { exitCodeOf, keepCompiled, main, productNode, root, run, SetupFailed, stopSignal } from './runtime.mjs'
import { ensureBuilt, ensureInstalled } from './setup.mjs'

/** What some tests need and not every machine has, with what to do about it. */
const NEEDS = {
  browser: 'no Chromium was found: install it, or name one in TUCAI_CHROMIUM',
  data: 'there are no portraits in ../shared/data',
}

await main(async () => {
  const required = requiredNeeds()
  await ensureInstalled()
  await ensureBuilt({ forTests: true })
  const chromium = await findChromium()
  const data = resolve(root, '../shared/data')
  const missing = [!chromium && 'browser', !existsSync(data) && 'data'].filter(Boolean)
  const folder = mkdtempSync(join(tmpdir(), 'tucai-summary-'))
  try {
    const summaryPath = join(folder, 'summary.json')
    const env = {
      ...keepCompiled,
      ...process.env,
      NODE_ENV: 'test',
      TUCAI_TEST_CHROMIUM: chromium ?? '',
      TUCAI_TEST_DATA: missing.includes('data') ? '' : data,
      TUCAI_TEST_SUMMARY: summaryPath,
    }
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const exitCode = await run(productNode(), [vitest, 'run', ...process.argv.slice(2)], { env })
    if (stopSignal() !== undefined) return exitCodeOf(null, stopSignal())
    return conclude(summaryPath, exitCode, required, missing)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

function requiredNeeds() {
  const names = (process.env.TUCAI_REQUIRE ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  for (const name of names) {
    if (!(name in NEEDS))
      throw new SetupFailed(`TUCAI_REQUIRE may hold ${Object.keys(NEEDS).join(' and ')}, with a comma.`)
  }
  return names
}

/** Prints why tests were skipped, then the counts; what was required and is missing counts as failed. */
function conclude(summaryPath, exitCode, required, missing) {
  let { passed, failed, skipped } = readSummary(summaryPath)
  if (failed === 0 && exitCode !== 0) failed = 1
  const reasons = []
  for (const need of ['browser', 'data']) {
    const count = skipped[need] ?? 0
    if (missing.includes(need) && required.includes(need)) {
      failed += Math.max(1, count)
      skipped[need] = 0
      reasons.push(`failed, because ${need} is required: ${NEEDS[need]}`)
    } else if (count > 0) {
      reasons.push(`${count} skipped: ${missing.includes(need) ? NEEDS[need] : `they say so themselves (${need})`}`)
    }
  }
  if (skipped.other > 0) reasons.push(`${skipped.other} skipped: they say so themselves`)
  for (const [note, count] of Object.entries(skipped.notes ?? {})) reasons.push(`  ${count} × ${note}`)
  const skippedCount = (skipped.browser ?? 0) + (skipped.data ?? 0) + (skipped.other ?? 0)
  if (reasons.length > 0) console.log(reasons.join('\n'))
  console.log(`${passed} passed, ${failed} failed, ${skippedCount} skipped`)
  return failed > 0 ? 1 : exitCode
}

/** A run that broke off before its end has counted nothing. */
function readSummary(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { passed: 0, failed: 1, skipped: {} }
  }
}
