import { createRequire } from 'node:module'
import { cruise } from 'dependency-cruiser'
import { expect, test } from 'vitest'
import { inSmallHouse } from './small-house.ts'

const { forbidden, options } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs')

type Cruised = { modules: object[]; summary: { violations: { rule: { name: string } }[] } }

async function rulesThatFire(planted: Record<string, string>): Promise<string[]> {
  const { modules, summary } = await inSmallHouse(planted, async (house): Promise<Cruised> => {
    const sources = ['contract/src', 'portrait/src', 'reader/src', 'server/src', 'student/src', 'console/src']
    const look = { ...options, baseDir: house, ruleSet: { forbidden }, validate: true, outputType: 'json' }
    return JSON.parse(String((await cruise(sources, look)).output))
  })
  expect(modules.length).toBeGreaterThan(25)
  return [...new Set(summary.violations.map(({ rule }) => rule.name))]
}

/** rule -> a file that breaks it, and only it. */
const violations: [rule: string, path: string, source: string][] = [
  ['contract-stands-alone', 'contract/src/order.ts', "export { db } from '../../server/src/platform/db.ts'"],
  [
    'portrait-stands-alone',
    'portrait/src/frame.ts',
    "import type { Order } from '@tucai/contract'\nexport type Frame = Order",
  ],
  ['reader-stands-alone', 'reader/src/node/decode.ts', "export { paths } from '@tucai/contract/paths'"],
  ['server-imports-no-client', 'server/src/order/order.ts', "export { main } from '../../../console/src/main.tsx'"],
  ['student-imports-contract-only', 'student/src/app.tsx', "export { makePortrait } from '@tucai/portrait'"],
  ['console-imports-contract-only', 'console/src/main.tsx', "export { db } from '../../server/src/platform/db.ts'"],
  ['student-carries-no-schemas', 'student/src/app.tsx', "export { Order } from '@tucai/contract'"],
  ['student-carries-no-schemas', 'console/src/main.tsx', "export { Order } from '@tucai/contract'"],
  ['client-carries-no-schemas', 'contract/src/client.ts', "export { Order as client } from './order.ts'"],
  ['client-carries-no-schemas', 'contract/src/client.ts', "export { Type as client } from 'typebox'"],
  ['only-photo-develops', 'server/src/order/order.ts', "export { makePortrait as order } from '@tucai/portrait'"],
  ['only-photo-develops', 'server/src/app.ts', "import type {} from '@tucai/portrait/node'"],
  [
    'paper-takes-no-pixels',
    'server/src/platform/paper/paper.ts',
    "export { makePortrait as paper } from '@tucai/portrait'",
  ],
  [
    'pixels-are-pure',
    'portrait/src/frame.ts',
    "import { readFileSync } from 'node:fs'\nexport const read = readFileSync",
  ],
  ['pixels-are-pure', 'portrait/src/frame.ts', "import sharp from 'sharp'\nexport const read = sharp"],
  ['pixels-know-no-engine', 'portrait/src/frame.ts', "export { mask } from './engines/mask.ts'"],
  ['pixels-know-no-engine', 'portrait/src/frame.ts', "export { decode } from './node/decode.ts'"],
  ['only-document-reads', 'server/src/order/order.ts', "export { readDocument as order } from '@tucai/reader'"],
  ['only-document-reads', 'server/src/app.ts', "import type {} from '@tucai/reader/node'"],
  [
    'reading-is-pure',
    'reader/src/read-document.ts',
    "import { readFileSync } from 'node:fs'\nexport const readDocument = readFileSync",
  ],
  ['reading-is-pure', 'reader/src/read-document.ts', "import sharp from 'sharp'\nexport const readDocument = sharp"],
  [
    'reading-knows-no-engine',
    'reader/src/read-document.ts',
    "export { decode as readDocument } from './node/decode.ts'",
  ],
  [
    'document-looks-down',
    'server/src/document/document.ts',
    "export { campaign as document } from '../campaign/campaign.ts'",
  ],
  ['platform-knows-no-slice', 'server/src/platform/jobs.ts', "export { identity } from '../identity/identity.ts'"],
  ['slices-show-two-faces', 'server/src/payment/payment.ts', "export { orderRoutes } from '../order/order-routes.ts'"],
  ['contents-stay-on-top', 'server/src/payment/payment.ts', "export { app } from '../app.ts'"],
  ['leaves-stand-alone', 'server/src/notice/notice.ts', "export { identity } from '../identity/identity.ts'"],
  ['leaves-stand-alone', 'server/src/address/address.ts', "export { campaign } from '../campaign/campaign.ts'"],
  ['collection-on-top', 'server/src/payment/payment.ts', "export { collection } from '../collection/collection.ts'"],
  ['collection-on-top', 'server/src/notice/notice.ts', "export { collection } from '../collection/collection.ts'"],
  ['order-without-photo', 'server/src/order/orders.ts', "import type { photo } from '../photo/photo.ts'"],
  ['campaign-looks-down', 'server/src/campaign/campaigns.ts', "export { account } from '../account/account.ts'"],
  ['graduate-looks-down', 'server/src/graduate/graduate.ts', "export { roster } from '../roster/roster.ts'"],
  ['code-looks-down', 'server/src/code/codes.ts', "export { account } from '../account/account.ts'"],
  ['roster-looks-down', 'server/src/roster/rosters.ts', "export { order } from '../order/order.ts'"],
  ['account-looks-down', 'server/src/account/accounts.ts', "export { campaign } from '../campaign/campaign.ts'"],
  ['photo-looks-down', 'server/src/photo/photos.ts', "export { order } from '../order/order.ts'"],
  ['order-looks-down', 'server/src/order/orders.ts', "export { account } from '../account/account.ts'"],
  ['review-looks-down', 'server/src/review/review.ts', "export { account as review } from '../account/account.ts'"],
  [
    'shipment-looks-down',
    'server/src/shipment/shipment.ts',
    "export { account as shipment } from '../account/account.ts'",
  ],
  ['refund-looks-down', 'server/src/refund/refund.ts', "export { account as refund } from '../account/account.ts'"],
  ['invoice-looks-down', 'server/src/invoice/invoice.ts', "export { account as invoice } from '../account/account.ts'"],
  ['print-looks-down', 'server/src/print/print.ts', "export { account as print } from '../account/account.ts'"],
  [
    'delivery-looks-down',
    'server/src/delivery/delivery.ts',
    "export { account as delivery } from '../account/account.ts'",
  ],
  [
    'progress-looks-down',
    'server/src/progress/progress.ts',
    "export { account as progress } from '../account/account.ts'",
  ],
  [
    'reminder-looks-down',
    'server/src/reminder/reminder.ts',
    "export { account as reminder } from '../account/account.ts'",
  ],
  ['payment-looks-down', 'server/src/payment/payments.ts', "export { photo } from '../photo/photo.ts'"],
  ['no-circles', 'server/src/order/orders.ts', "export { orders } from './order-jobs.ts'"],
  ['every-import-resolves', 'server/src/order/orders.ts', "export { gone } from './gone.ts'"],
]

/** What a violation needs beside it. */
const beside: Record<string, Record<string, string>> = {
  'no-circles': { 'server/src/order/order-jobs.ts': "export { orders } from './orders.ts'" },
}

test('a house that keeps to the directions has no violation', async () => {
  expect(await rulesThatFire({})).toEqual([])
})

test('every rule is tried', () => {
  const rules = forbidden.map(({ name }: { name: string }) => name)
  expect([...new Set(violations.map(([rule]) => rule))].sort()).toEqual(rules.sort())
})

test.each(violations)('%s fires, and nothing else, for %s', async (rule, path, source) => {
  expect(await rulesThatFire({ [path]: source, ...beside[rule] })).toEqual([rule])
})
