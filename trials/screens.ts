/**
 * Takes the pictures for `docs/screens`, in parts; each is a file of `trials/screens` that exports `shots`.
 * `npm run screens -- [PART …] [--language en] [--out FOLDER]`
 */
import { parseArgs } from 'node:util'
import * as counter from './screens/counter.ts'
import * as delivery from './screens/delivery.ts'
import * as management from './screens/management.ts'
import * as review from './screens/review.ts'
import * as roster from './screens/roster.ts'
import { onConsole, openShooting, type Shooting } from './screens/shooting.ts'
import * as student from './screens/student.ts'

const parts: Record<string, (shooting: Shooting) => Promise<void>> = {
  student: student.shots,
  delivery: (shooting) => onConsole(shooting, delivery.shots),
  review: (shooting) => onConsole(shooting, review.shots),
  roster: (shooting) => onConsole(shooting, roster.shots),
  counter: (shooting) => onConsole(shooting, counter.shots),
  management: (shooting) => onConsole(shooting, management.shots),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { language: { type: 'string', default: 'zh-CN' }, out: { type: 'string', default: 'docs/screens' } },
})
const unknown = positionals.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; the parts are ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}
const shooting = openShooting(values.language, values.out)
for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) await parts[name]!(shooting)
