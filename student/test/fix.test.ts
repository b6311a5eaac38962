import { rejectReasons } from '@tucai/contract'
import { expect, test } from 'vitest'
import { fixOf } from '../src/fix.ts'
import { findingName } from '../src/words/findings.ts'

test('every finding of the automatic check has a drawing of what to change', () => {
  const named = Object.keys(rejectReasons).filter((code) => findingName(code, 'en') !== undefined)
  expect(named.length).toBeGreaterThan(20)
  for (const code of named) expect(fixOf(code), code).not.toBeNull()
})

test('a finding shows the change of its own code before that of its family', () => {
  expect(fixOf('GEO_EYES_TILT')).toBe('upright')
  expect(fixOf('GEO_CENTER')).toBe('place')
  expect(fixOf('SOMETHING_NEW')).toBeNull()
})
