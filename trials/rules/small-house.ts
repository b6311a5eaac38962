import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const parts = ['contract', 'portrait', 'reader', 'server', 'student', 'console']
const packages = ['typebox', 'sharp', 'fastify', 'mrz']

/** One small file per role of the house, each importing what its role may import and nothing more. Path -> source. */
const files: Record<string, string> = {
  'contract/src/index.ts': "export * from './order.ts'\nexport * from './paths.ts'",
  'contract/src/order.ts':
    "import { Type } from 'typebox'\nexport const Order = Type.Object({})\nexport type Order = object",
  'contract/src/paths.ts': 'export const paths = {}',
  'contract/src/regions.ts': 'export const regions = {}',
  'contract/src/client.ts':
    "import { paths } from './paths.ts'\nimport type { Order } from './order.ts'\nexport const client = (order: Order) => [paths, order]",
  'portrait/src/index.ts': "export * from './make-portrait.ts'",
  'portrait/src/make-portrait.ts':
    "import type { Engine } from './engines/engines.ts'\nexport const makePortrait = (engine: Engine) => engine",
  'portrait/src/engines/engines.ts': 'export type Engine = object',
  'portrait/src/engines/mask.ts': "import { readFileSync } from 'node:fs'\nexport const mask = readFileSync",
  'portrait/src/node/decode.ts': "import sharp from 'sharp'\nexport const decode = sharp",
  'portrait/src/node/index.ts': "export * from './decode.ts'",
  'portrait/src/node/print-fonts.ts': 'export const printFonts = {}',
  'portrait/test/drawn-person.ts': 'export const drawnPerson = {}',
  'reader/src/index.ts': "export * from './read-document.ts'",
  'reader/src/read-document.ts':
    "import type { Decoded } from './node/decode.ts'\nimport { parse } from 'mrz'\nexport const readDocument = (decoded: Decoded) => parse(decoded)",
  'reader/src/node/decode.ts':
    "import { readFileSync } from 'node:fs'\nimport sharp from 'sharp'\nexport type Decoded = string[]\nexport const decode = [readFileSync, sharp]",
  'reader/src/node/index.ts': "export * from './decode.ts'",
  'server/src/document/document.ts':
    "import { readDocument } from '@tucai/reader'\nexport const document = readDocument",
  'server/src/app.ts': "import { orderRoutes } from './order/order-routes.ts'\nexport const app = orderRoutes",
  'server/src/platform/db.ts': 'export const db = {}',
  'server/src/platform/paper/paper.ts':
    "import { printFonts } from '../../../../portrait/src/node/print-fonts.ts'\nexport const paper = printFonts",
  'server/src/contact/contact.ts': 'export const contact = {}',
  'server/src/identity/identity.ts': 'export const identity = {}',
  'server/src/identity/identities.ts': "import { db } from '../platform/db.ts'\nexport const identities = db",
  'server/src/address/address.ts': "import { contact } from '../contact/contact.ts'\nexport const address = contact",
  'server/src/notice/notice.ts': 'export const notice = {}',
  'server/src/campaign/campaign.ts': 'export const campaign = {}',
  'server/src/graduate/graduates.ts':
    "import { campaign } from '../campaign/campaign.ts'\nexport const graduates = campaign",
  'server/src/roster/roster.ts':
    "import { graduates } from '../graduate/graduates.ts'\nexport const roster = graduates",
  'server/src/account/account.ts':
    "import { identity } from '../identity/identity.ts'\nexport const account = identity",
  'server/src/photo/photo.ts': "import { makePortrait } from '@tucai/portrait'\nexport const photo = makePortrait",
  'server/src/photo/photo-jobs.ts': "import { decode } from '@tucai/portrait/node'\nexport const photoJobs = decode",
  'server/src/order/order.ts': "import { address } from '../address/address.ts'\nexport const order = address",
  'server/src/order/order-routes.ts':
    "import { Order } from '@tucai/contract'\nimport { order } from './order.ts'\nexport const orderRoutes = [Order, order]",
  'server/src/payment/payment.ts': "import { order } from '../order/order.ts'\nexport const payment = order",
  'server/src/print/print.ts':
    "import { order } from '../order/order.ts'\nimport { photo } from '../photo/photo.ts'\nexport const print = [order, photo]",
  'server/src/collection/collection.ts':
    "import { order } from '../order/order.ts'\nimport { photo } from '../photo/photo.ts'\nexport const collection = [order, photo]",
  'student/src/app.tsx':
    "import { client } from '@tucai/contract/client'\nimport type { Order } from '@tucai/contract'\nexport const app = (order: Order) => client(order)",
  'console/src/main.tsx': "import { paths } from '@tucai/contract/paths'\nexport const main = paths",
}

/**
 * Builds a small copy of the house in a temporary folder, with `planted` files over it, and hands it to `look`.
 * The parts' own manifests come along, so imports of `@tucai/…` resolve there as they do here.
 */
export async function inSmallHouse<T>(
  planted: Record<string, string>,
  look: (house: string) => Promise<T>,
): Promise<T> {
  const house = mkdtempSync(join(tmpdir(), 'tucai-house-'))
  try {
    for (const [path, source] of Object.entries({ ...files, ...planted })) {
      mkdirSync(dirname(join(house, path)), { recursive: true })
      writeFileSync(join(house, path), `${source}\n`)
    }
    mkdirSync(join(house, 'node_modules/@tucai'), { recursive: true })
    cpSync(join(root, 'package.json'), join(house, 'package.json'))
    for (const part of parts) {
      cpSync(join(root, part, 'package.json'), join(house, part, 'package.json'))
      symlinkSync(`../../${part}`, join(house, 'node_modules/@tucai', part))
    }
    for (const name of packages) symlinkSync(join(root, 'node_modules', name), join(house, 'node_modules', name))
    return await look(house)
  } finally {
    rmSync(house, { recursive: true, force: true })
  }
}
