import { defineConfig } from 'vitest/config'

/** Tests of the whole product, in browsers and as processes: they wait much, three at a time, and have more time for it. */
const wholeProduct = [
  'trials/faults.test.ts',
  'server/test/start.test.ts',
  'server/test/scale-out.test.ts',
  'server/test/keeping/*.test.ts',
  'server/test/payment-kills/*.test.ts',
  'server/test/browser/**/*.test.ts',
  'server/test/wechat-phone/*.test.ts',
]

function part(name: string, folder = name) {
  const include = [`${folder}/**/*.test.{ts,tsx}`]
  return { test: { name, include, exclude: ['**/node_modules/**', '**/dist/**', ...wholeProduct], maxWorkers: 2 } }
}

const globalSetup = ['server/test/cluster-setup.ts']
const server = part('server')
const patient = { maxWorkers: 3, sequence: { groupOrder: 1 }, testTimeout: 120_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    reporters: ['default', './scripts/test-summary.mjs'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      part('contract'),
      part('portrait'),
      part('reader'),
      // Photos are really developed; on a busy machine that takes its time.
      { test: { ...server.test, globalSetup, testTimeout: 90_000, hookTimeout: 90_000 } },
      part('student'),
      part('console'),
      part('scripts'),
      part('emulators'),
      part('trials'),
      {
        test: {
          name: 'product',
          include: wholeProduct,
          globalSetup,
          setupFiles: 'server/test/browser/seen-when-failed.ts',
          ...patient,
        },
      },
    ],
  },
})
