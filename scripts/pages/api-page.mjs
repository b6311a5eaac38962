import { paths } from '../../contract/src/paths.ts'
import { problems } from '../../contract/src/problem.ts'
import { routes } from '../../contract/src/routes.ts'

const INTRODUCTION = `# API

What the clients call. A running program shows the same with every schema at \`/api/docs\` and as OpenAPI 3.1 at \`/api/docs/json\`. The typed client is [contract/src/client.ts](../contract/src/client.ts): \`call('orderShow', { params: { orderId } })\`.

- **JSON both ways**, UTF-8. Unknown fields are refused. Instants are UTC in ISO 8601, money is whole fen, ids begin with what they are (\`ord_…\`).
- **Signing in** sets a cookie (\`HttpOnly\`, \`SameSite=Lax\`, behind https \`Secure\` and \`__Host-\`); a mini program, which keeps none, says \`X-Tucai-Client: weapp\`, gets a token in the answer and sends it as \`Authorization: Bearer\`. A request that changes something from another site’s page is refused (\`origin-refused\`).
- **Once only**: a request of somebody signed in that changes something may carry \`Idempotency-Key\`; sent again with the same key it does nothing twice and is answered the same.
- **Refusals** are \`{ code, zh, en, field?, retryAfterSeconds? }\` with the status of the table below; a record that is not yours answers 404 like one that is not there. 429 and 503 say in \`Retry-After\` when to come again.
- **Files** go up as \`multipart/form-data\` (⇧) and come down as bytes with \`Cache-Control: no-store\`.

This page is made by \`node scripts/pages.mjs\` from the route table in \`contract/src\`.
`

/** Routes by who may call them. */
const CHAPTERS = [
  ['Whoever is not signed in', ({ audience }) => audience === 'anyone'],
  ['Students', ({ audience }) => audience === 'student'],
  ['Staff', ({ audience }) => audience === 'staff'],
]

/** docs/api.md, whole. */
export function apiPage() {
  const chapters = CHAPTERS.map(([title, belongs]) => {
    const names = Object.keys(routes).filter((name) => belongs(routes[name]))
    const head =
      title === 'Staff' ? ['route', '', 'what', 'roles', 'sent', 'answer'] : ['route', '', 'what', 'sent', 'answer']
    return `## ${title}\n\n${table(
      head,
      names.map((name) => rowOf(name, routes[name])),
    )}`
  })
  return [INTRODUCTION, ...chapters, problemTable()].join('\n')
}

function rowOf(name, route) {
  const [method, path] = paths[name]
  const roles = route.audience === 'staff' ? [route.roles.join(', ')] : []
  return [`\`${name}\``, `\`${method} ${path}\``, route.zh, ...roles, sentWords(route), answerWords(route.answer)]
}

function sentWords({ query, body, upload, raw }) {
  if (upload) return '⇧'
  if (raw) return 'bytes as signed'
  return [query && `?${fieldWords(query)}`, body && fieldWords(body)].filter(Boolean).join(' ')
}

/** The fields of an object, optional ones with a question mark; those of alternatives together. */
function fieldWords(schema) {
  const shapes = schema.anyOf ?? [schema]
  const fields = new Map()
  for (const { properties = {}, required = [] } of shapes) {
    for (const field of Object.keys(properties)) {
      const isAlways = shapes.every((shape) => shape.required?.includes(field))
      fields.set(field, isAlways && required.includes(field) ? field : `${field}?`)
    }
  }
  return [...fields.values()].map((field) => `\`${field}\``).join(' ')
}

function answerWords(answer) {
  if (answer === null) return '204'
  if (typeof answer === 'string') return `\`${answer}\``
  if (answer.type === 'array') return 'a list'
  return fieldWords(answer) || '200'
}

function problemTable() {
  const rows = Object.entries(problems).map(([code, { status, zh, en }]) => [`\`${code}\``, String(status), zh, en])
  return `## Refusals\n\n${table(['code', 'status', '中文', 'English'], rows)}`
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return `${[line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')}\n`
}
