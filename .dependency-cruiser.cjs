/** The directions of imports in this house. Each rule's comment says what it keeps true; trials/rules proves that each one fires. */
const path = require('node:path')

/** slice -> its records file (the plural face). The rules file (the singular face) has the slice's own name. */
const records = {
  contact: 'contacts',
  identity: 'identities',
  audit: 'audits',
  approval: 'approvals',
  notice: 'notices',
  consent: 'consents',
  staff: 'staff-members',
  address: 'addresses',
  campaign: 'campaigns',
  graduate: 'graduates',
  code: 'codes',
  roster: 'rosters',
  account: 'accounts',
  photo: 'photos',
  review: 'reviews',
  order: 'orders',
  payment: 'payments',
  refund: 'refunds',
  invoice: 'invoices',
  print: 'prints',
  shipment: 'parcels',
  progress: 'stages',
  reminder: 'reminders',
  delivery: 'deliveries',
  collection: 'collections',
}

/** Leaves know ids, not people's stories: every slice may use them. They use no slice, except what the ground gives. */
const ground = ['contact', 'audit']
const leaves = [...ground, 'identity', 'notice', 'consent', 'staff', 'address', 'approval']

/** slice -> the slices below it that it may use, besides the leaves. `collection` and `demo` stand on top of all. */
const below = {
  campaign: [],
  graduate: ['campaign'],
  code: ['graduate', 'campaign'],
  roster: ['graduate', 'campaign'],
  account: [],
  document: [],
  photo: ['graduate', 'campaign'],
  review: ['photo', 'graduate', 'campaign'],
  order: ['graduate', 'campaign'],
  payment: ['order', 'graduate', 'campaign'],
  refund: ['payment', 'order', 'graduate', 'campaign'],
  invoice: ['payment', 'order', 'graduate', 'campaign'],
  print: ['order', 'refund', 'photo', 'review', 'graduate', 'campaign'],
  shipment: ['print', 'refund', 'payment', 'order', 'graduate', 'campaign'],
  progress: ['delivery', 'print', 'payment', 'order', 'review', 'photo', 'graduate', 'campaign'],
  reminder: ['progress', 'graduate', 'campaign'],
  delivery: ['refund', 'order', 'code', 'photo', 'review', 'graduate', 'campaign'],
}

const anyOf = (names) => `(${names.join('|')})`
const slice = (name) => `^server/src/${name}/`
const ours = (...parts) => `^${anyOf(parts)}/`
const test = '\\.(test|suite)\\.ts$'
const faces = Object.entries(records).map(([one, many]) => `^server/src/${one}/${anyOf([one, many])}\\.ts$`)
const notOnlyATypeOf = { dependencyTypesNot: ['type-only'] }

const parts = [
  {
    name: 'contract-stands-alone',
    comment: 'The contract imports nothing of ours.',
    from: { path: '^contract/src/' },
    to: { path: ours('portrait', 'reader', 'server', 'student', 'console') },
  },
  {
    name: 'portrait-stands-alone',
    comment: 'Portrait imports nothing of ours.',
    from: { path: '^portrait/src/' },
    to: { path: ours('contract', 'reader', 'server', 'student', 'console') },
  },
  {
    name: 'reader-stands-alone',
    comment: 'Reader imports nothing of ours.',
    from: { path: '^reader/src/' },
    to: { path: ours('contract', 'portrait', 'server', 'student', 'console') },
  },
  {
    name: 'server-imports-no-client',
    comment: 'The server imports contract, portrait and reader.',
    from: { path: '^server/src/' },
    to: { path: ours('student', 'console') },
  },
  {
    name: 'student-imports-contract-only',
    comment: 'The student’s app imports the contract.',
    from: { path: '^student/src/' },
    to: { path: ours('portrait', 'reader', 'server', 'console') },
  },
  {
    name: 'console-imports-contract-only',
    comment: 'The console imports the contract.',
    from: { path: '^console/src/' },
    to: { path: ours('portrait', 'reader', 'server', 'student') },
  },
  {
    name: 'student-carries-no-schemas',
    comment: 'Of the contract a client’s bundle holds types, paths, client, regions and the rules of numbers.',
    from: { path: ours('student', 'console') },
    to: {
      path: '^contract/src/',
      pathNot: '^contract/src/(paths|client|regions|number|countries)\\.ts$',
      ...notOnlyATypeOf,
    },
  },
  {
    name: 'client-carries-no-schemas',
    comment: 'What clients carry of the contract brings no schema library with it.',
    from: { path: '^contract/src/(paths|client|regions|number|countries)\\.ts$' },
    to: {
      path: ['^contract/src/', 'typebox'],
      pathNot: '^contract/src/(paths|client|regions|number|countries)\\.ts$',
      ...notOnlyATypeOf,
    },
  },
]

const outsideOfPixels = '^portrait/src/(engines|node|cli|bench)/'
const pixels = [
  {
    name: 'only-photo-develops',
    comment: 'Only the photo slice imports portrait; it offers develop, recrop, derive and sheet to the others.',
    from: { path: '^server/src/', pathNot: ['^server/src/(photo|platform/paper)/', test] },
    to: { path: '^portrait/' },
  },
  {
    name: 'paper-takes-no-pixels',
    comment: 'Of portrait the paper of documents takes the fonts and the stream of pages, nothing that knows photos.',
    from: { path: '^server/src/platform/paper/', pathNot: test },
    to: { path: '^portrait/', pathNot: '^portrait/src/node/(print-fonts|pdf-stream)\\.ts$' },
  },
  {
    name: 'pixels-are-pure',
    comment: 'Files, processes and native code enter portrait through engines/ and node/.',
    from: { path: '^portrait/src/', pathNot: outsideOfPixels },
    to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'pixels-know-no-engine',
    comment: 'The way from photo to portrait takes its engines as parameters and knows their interfaces only.',
    from: { path: '^portrait/src/', pathNot: outsideOfPixels },
    to: { path: outsideOfPixels, ...notOnlyATypeOf },
  },
]

const outsideOfReading = '^reader/src/(node|cli)/'
const reading = [
  {
    name: 'only-document-reads',
    comment: 'Only the document slice imports reader.',
    from: { path: '^server/src/', pathNot: ['^server/src/document/', test] },
    to: { path: '^reader/' },
  },
  {
    name: 'reading-is-pure',
    comment: 'Files, processes and native code enter reader through node/ and cli/; mrz is pure itself.',
    from: { path: '^reader/src/', pathNot: outsideOfReading },
    to: {
      dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
      pathNot: '/mrz/',
    },
  },
  {
    name: 'reading-knows-no-engine',
    comment: 'The way from picture to fields takes its networks as a parameter and knows their interface only.',
    from: { path: '^reader/src/', pathNot: outsideOfReading },
    to: { path: outsideOfReading, ...notOnlyATypeOf },
  },
]

const platform = [
  {
    name: 'platform-knows-no-slice',
    comment: 'Platform never imports a slice, nor the tables of contents.',
    from: { path: slice('platform'), pathNot: test },
    to: { path: '^server/src/', pathNot: slice('platform') },
  },
  {
    name: 'slices-show-two-faces',
    comment: 'Of another slice one sees its rules and its records, nothing else.',
    from: { path: '^server/src/([^/]+)/', pathNot: [slice('platform'), test] },
    to: { path: '^server/src/[^/]+/', pathNot: [slice('platform'), '^server/src/$1/', ...faces] },
  },
  {
    name: 'contents-stay-on-top',
    comment: 'The tables of contents (app, money, main, commands) import the slices, never the other way round.',
    from: { path: '^server/src/[^/]+/', pathNot: [slice('platform'), test] },
    to: { path: '^server/src/(app|main|commands|money)\\.ts$' },
  },
]

const order = [
  {
    name: 'leaves-stand-alone',
    comment: 'A leaf imports no slice except the rules of phone and mail and the audit.',
    from: { path: `^server/src/${anyOf(leaves)}/`, pathNot: test },
    to: {
      path: '^server/src/[^/]+/',
      pathNot: [slice('platform'), '^server/src/$1/', ...ground.map(slice), slice('collection')],
    },
  },
  {
    name: 'collection-on-top',
    comment:
      'Collection stands on top: no slice imports it, except the rights over everything kept and what staff see of it.',
    from: {
      path: '^server/src/[^/]+/',
      pathNot: [slice('collection'), slice('rights'), slice('dossier'), slice('demo'), slice('platform'), test],
    },
    to: { path: slice('collection') },
  },
  {
    name: 'order-without-photo',
    comment: 'An order never imports a photo.',
    from: { path: slice('order'), pathNot: test },
    to: { path: slice('photo') },
  },
  ...Object.entries(below).map(([name, known]) => ({
    name: `${name}-looks-down`,
    comment: `${name} uses the leaves${known.length > 0 ? ` and ${known.join(', ')}` : ''}.`,
    from: { path: slice(name), pathNot: test },
    to: {
      path: '^server/src/[^/]+/',
      pathNot: [
        slice('platform'),
        slice('collection'),
        slice(name),
        ...(name === 'order' ? [slice('photo')] : []),
        `^server/src/${anyOf([...leaves, ...known])}/`,
      ],
    },
  })),
]

const everywhere = [
  {
    name: 'no-circles',
    comment: 'No file imports itself by way of others, not even for a type.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'every-import-resolves',
    comment: 'An import that can’t be resolved would escape all the other rules.',
    from: {},
    to: { couldNotResolve: true },
  },
]

module.exports = {
  forbidden: [...parts, ...pixels, ...reading, ...platform, ...order, ...everywhere].map((rule) => ({
    severity: 'error',
    ...rule,
  })),
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: path.join(__dirname, 'tsconfig.base.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.h5.ts', '.h5.tsx', '.weapp.ts', '.weapp.tsx'],
    },
  },
}
