import { writeFileSync } from 'node:fs'

/** Counts the tests for scripts/test.mjs: a vitest reporter that writes a file and prints nothing. */
export default class TestSummary {
  onTestRunEnd(modules, unhandledErrors) {
    const path = process.env.TUCAI_TEST_SUMMARY
    if (!path) return
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: { browser: 0, data: 0, other: 0, notes: {} } }
    for (const module of modules) {
      // A file that does not load, or whose set-up fails, has no failed test of its own.
      let failedHere = 0
      for (const test of module.children.allTests()) failedHere += countTest(counts, module, test)
      if (failedHere === 0 && module.state() === 'failed') counts.failed++
    }
    writeFileSync(path, JSON.stringify(counts))
  }
}

function countTest(counts, module, test) {
  const { state, note } = test.result()
  if (state === 'passed') counts.passed++
  if (state === 'failed') counts.failed++
  if (state === 'skipped') {
    counts.skipped[needOf(module.moduleId, `${note ?? ''} ${test.fullName}`)]++
    if (note) counts.skipped.notes[note] = (counts.skipped.notes[note] ?? 0) + 1
  }
  return state === 'failed' ? 1 : 0
}

/** A skipped test says in its note or its name what it lacks; those under browser/ lack the browser. */
function needOf(path, words) {
  if (path.includes('/browser/') || /chromium|browser/i.test(words)) return 'browser'
  if (/shared\/data|\bdata\b|real (photo|portrait)/i.test(words) || !process.env.TUCAI_TEST_DATA) return 'data'
  return 'other'
}
