import { paths, type RouteName, routes } from '@tucai/contract'
import fc from 'fast-check'
import { anything, naughty, type Schema, thing, valid, wild } from './fuzz-values.ts'

/** One request as it was drawn, before it is known who sends it about what. */
export interface Plan {
  route: RouteName
  /** Nearly valid: of a person who may call the route, about what is there, with at most one thing wrong. */
  near: boolean
  who: number
  pick: number
  params: Record<string, unknown>
  query: unknown
  body: unknown
  fields: unknown
  change: Change | null
  wire: Wire
}

/** One thing wrong with a nearly valid request. */
export type Change =
  | { how: 'put'; at: number; value: unknown }
  | { how: 'drop'; at: number }
  | { how: 'add'; at: number; key: string; value: unknown }

export const wires = [
  ...['plain', 'no-type', 'text-type', 'form-type', 'xml-type', 'odd-charset', 'gzip', 'gzip-bomb', 'bad-utf8', 'bom'],
  ...['double-keys', 'cut', 'deep', 'long-list', 'too-long', 'empty', 'blank', 'not-json', 'utf16', 'big-number'],
  ...[
    'other-method',
    'head',
    'slashes',
    'dots',
    'encoded-path',
    'bad-percent',
    'query-twice',
    'query-list',
    'long-query',
  ],
  ...[
    'idempotent',
    'bad-key',
    'bad-cookie',
    'bad-token',
    'weapp',
    'odd-language',
    'range',
    'bad-boundary',
    'long-boundary',
    'cut-parts',
  ],
  ...['more-files', 'more-fields', 'odd-name', 'expect'],
] as const
export type Wire = (typeof wires)[number]

type Shape = { params?: Schema; query?: Schema; body?: Schema; upload?: true; raw?: true }
export const shapeOf = (name: RouteName): Shape => routes[name] as unknown as Shape
const paramsOf = (name: RouteName) => [...paths[name][1].matchAll(/:(\w+)/g)].map(([, param]) => param!)

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ how: fc.constant('put' as const), at: fc.nat(99), value: fc.oneof(naughty, anything) }),
  fc.record({ how: fc.constant('drop' as const), at: fc.nat(99) }),
  fc.record({ how: fc.constant('add' as const), at: fc.nat(99), key: naughty, value: anything }),
)
const oddWire = fc.constantFrom(...wires)
const dice = { who: fc.nat(99), pick: fc.nat(999) }

/** Requests to one route that might be right, but for one thing. */
export function nearPlans(route: RouteName): fc.Arbitrary<Plan> {
  const { query, body } = shapeOf(route)
  const params = Object.fromEntries(
    paramsOf(route).map((param) => [param, param === 'sheet' ? fc.constant('1') : thing(param)]),
  )
  return fc.record({
    ...{ route: fc.constant(route), near: fc.constant(true), ...dice },
    params: fc.record(params, { noNullPrototype: true }),
    query: query ? valid(query) : fc.constant(undefined),
    body: body ? valid(body) : fc.constant(undefined),
    fields: fc.nat(7),
    change: fc.option(change, { freq: 1 }),
    wire: fc.oneof({ weight: 12, arbitrary: fc.constant('plain' as const) }, { weight: 1, arbitrary: oddWire }),
  })
}

/** Requests to one route with anything anywhere. */
export function wildPlans(route: RouteName): fc.Arbitrary<Plan> {
  const { query, body } = shapeOf(route)
  const params = Object.fromEntries(
    paramsOf(route).map((param) => [
      param,
      fc.oneof({ weight: 2, arbitrary: thing(param) }, { weight: 1, arbitrary: naughty }),
    ]),
  )
  return fc.record({
    ...{ route: fc.constant(route), near: fc.constant(false), ...dice },
    params: fc.record(params, { noNullPrototype: true }),
    query: fc.oneof({ weight: 2, arbitrary: wild(query) }, { weight: 1, arbitrary: fc.constant(undefined) }),
    body: wild(body),
    fields: fc.oneof(fc.nat(7) as fc.Arbitrary<unknown>, fc.dictionary(naughty, naughty, { maxKeys: 3 })),
    change: fc.constant(null),
    wire: fc.oneof({ weight: 3, arbitrary: fc.constant('plain' as const) }, { weight: 2, arbitrary: oddWire }),
  })
}
