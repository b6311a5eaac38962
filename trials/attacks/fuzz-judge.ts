import { type ProblemCode, problems, routes } from '@tucai/contract'
import { misfitOf } from '../../server/test/misfit.ts'
import type { Dressed } from './fuzz-dress.ts'
import type { Plan } from './fuzz-plan.ts'
import type { Answer } from './fuzz-wire.ts'

/** What an answer did wrong: `kind` is one of a few, `what` tells it to a person. */
export interface Fault {
  kind: 'failure' | 'cut' | 'schema' | 'problem' | 'leak' | 'headers' | 'changed'
  what: string
}

/** Something of the program's inside: a stack, a query, a path of the machine. */
const INSIDE =
  /\bat [\w.<>]+ \(|node_modules|node:internal|\/server\/src\/|\.ts:\d+|(SELECT|INSERT INTO|UPDATE) [\w"]+ |ECONN|relation "|column "/

export const isBusy = (answer: Answer): boolean => answer.status === 503 && codeOf(answer) in problems
export const codeOf = ({ bytes }: Answer): string =>
  String((parsed(bytes) as { code?: string } | undefined)?.code ?? '')

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}

/** What everybody has sent so far: what comes back as somebody else's words was overtaken by the next request. */
export class Said {
  readonly #texts = new Set<string>()

  note({ plain }: Dressed): void {
    for (const text of textsIn(plain)) this.#texts.add(bare(text))
  }

  isOfAnother(text: string, own: unknown): boolean {
    return this.#texts.has(bare(text)) && !textsIn(own).some((one) => isSame(one, text))
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** Whether the answer is one that the contract allows for any request at all. */
export function judge(plan: Plan, { sent, plain }: Dressed, answer: Answer, said: Said): Fault | undefined {
  const { status, bytes, headers } = answer
  const at = `${plan.route} ${status}`
  if (status === -1) return undefined
  if (status === 0) return { kind: 'cut', what: `${at} ${plan.wire}: ${answer.trouble}` }
  if (status >= 500 && !isBusy(answer)) return { kind: 'failure', what: `${at} ${bytes.toString().slice(0, 80)}` }
  // Heads that are too large never reach the program: Node itself refuses them.
  if (status === 431) return undefined
  if (headers['x-content-type-options'] !== 'nosniff') return { kind: 'headers', what: `${at} without nosniff` }
  // Outside of the API there are pages, which are refused in plain words.
  if (status === 404 && !sent.path.startsWith('/api/')) return undefined
  if (status >= 400) return judgeProblem(at, sent.method, answer)
  const isMeant = !['other-method', 'head', 'slashes', 'dots', 'encoded-path'].includes(plan.wire)
  return isMeant ? judgeAnswer(at, plan, plain, answer, said) : undefined
}

function judgeProblem(at: string, method: string, answer: Answer): Fault | undefined {
  if (method === 'HEAD') return undefined
  const text = answer.bytes.toString()
  if (INSIDE.test(text)) return { kind: 'leak', what: `${at} ${text.slice(0, 200)}` }
  const problem = parsed(answer.bytes) as { code?: ProblemCode; zh?: string; en?: string; field?: string } | undefined
  const known = problem?.code && problems[problem.code]
  if (!known) return { kind: 'problem', what: `${at} is no problem of the contract: ${text.slice(0, 120)}` }
  if (known.status !== answer.status && !(answer.status === 413 || answer.status === 415))
    return { kind: 'problem', what: `${at} says ${problem.code}, which is ${known.status}` }
  if (problem.zh !== known.zh || problem.en !== known.en)
    return { kind: 'problem', what: `${at} ${problem.code} in other words` }
  if (String(problem.field ?? '').length > 200) return { kind: 'problem', what: `${at} with a field of the sender's` }
  return undefined
}

function judgeAnswer(at: string, { route }: Plan, plain: unknown, answer: Answer, said: Said): Fault | undefined {
  const schema = routes[route].answer
  const type = String(answer.headers['content-type'] ?? '')
  if (schema === null) return answer.bytes.length === 0 ? undefined : { kind: 'schema', what: `${at} is not empty` }
  if (typeof schema === 'string') {
    const isIt = schema === 'application/octet-stream' ? !type.includes('html') : type.startsWith(schema)
    return isIt ? undefined : { kind: 'schema', what: `${at} is ${type}` }
  }
  const body = parsed(answer.bytes)
  const misfit = misfitOf(schema, body)
  if (misfit !== undefined) return { kind: 'schema', what: `${at} ${misfit.slice(0, 200)}` }
  const changed = changedText(plain, body, (text) => said.isOfAnother(text, plain))
  return changed ? { kind: 'changed', what: `${at} ${changed}` } : undefined
}

/** Codes and numbers, which are told in their normal form. */
const NORMAL = [
  'phone',
  'mail',
  'number',
  'trackingNumber',
  'taxNumber',
  'bankAccount',
  'login',
  'code',
  'name',
  'studentNumber',
  'state',
  'sort',
]

/** A text that was sent and comes back under the same name as another one: what is kept is kept as it was. */
function changedText(sent: unknown, back: unknown, isOfAnother: (text: string) => boolean): string | undefined {
  if (typeof sent !== 'object' || typeof back !== 'object' || sent === null || back === null) return undefined
  if (Array.isArray(sent)) return undefined
  for (const [key, value] of Object.entries(sent)) {
    if (!Object.hasOwn(back, key)) continue
    const other = (back as Record<string, unknown>)[key]
    if (typeof value === 'string' && typeof other === 'string') {
      // Nothing said leaves what was there.
      const isMeant = value.trim() !== '' && !NORMAL.includes(key) && Number.isNaN(Date.parse(value))
      if (isMeant && !isSame(value, other) && !isOfAnother(other))
        return `${key}: ${JSON.stringify(value).slice(0, 80)} came back as ${JSON.stringify(other).slice(0, 80)}`
    } else {
      const inside = changedText(value, other, isOfAnother)
      if (inside) return inside
    }
  }
  return undefined
}

/** Spaces, characters without a shape and the form of Unicode may differ. */
const isSame = (a: string, b: string) => bare(a) === bare(b)
const bare = (text: string) => text.replace(/[\s\p{Cc}\p{Cf}\p{Z}]+/gu, '').normalize('NFKC')
