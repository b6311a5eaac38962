import { expect, it } from 'vitest'
import { readConfig } from '../config.ts'
import { StartRefused } from '../platform/start-refused.ts'
import { requireMaskModel } from './developer.ts'

it('a mask model that cannot be used keeps the product from starting, in one line that names the setting', () => {
  const { maskModel } = readConfig({ TUCAI_MASK_MODEL: 'no/such/manifest.json' })
  const start = () => requireMaskModel(maskModel as string)
  expect(start).toThrow(StartRefused)
  expect(start).toThrow(/^TUCAI_MASK_MODEL: [^\n]*manifest\.json[^\n]*check the path\.$/)
})

it('without the setting there is none', () => {
  expect(readConfig({}).maskModel).toBeUndefined()
})
