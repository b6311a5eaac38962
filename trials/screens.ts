/**
 * Takes the pictures for `docs/screens`, in parts; each is a file of `trials/screens` that exports `shots`.
 * `npm run screens -- [PART …] [--language zh-CN|en] [--out FOLDER]`, by default in both languages, English under `en`.
 */
import path from 'node:path'
import { parseArgs } from 'node:util'
import * as collection from './screens/collection.ts'
import * as counter from './screens/counter.ts'
import * as delivery from './screens/delivery.ts'
import * as management from './screens/management.ts'
import * as review from './screens/review.ts'
import * as roster from './screens/roster.ts'
import { onConsole, openShooting, type Shooting } from './screens/shooting.ts'
import * as signIn from './screens/sign-in.ts'
import * as student from './screens/student.ts'
import * as studentStates from './screens/student-states.ts'
import * as system from './screens/system.ts'

const parts: Record<string, (shooting: Shooting) => Promise<void>> = {
  student: student.shots,
  'sign-in': signIn.shots,
  'student-states': studentStates.shots,
  delivery: (shooting) => onConsole(shooting, delivery.shots),
  review: (shooting) => onConsole(shooting, review.shots),
  roster: (shooting) => onConsole(shooting, roster.shots),
  counter: (shooting) => onConsole(shooting, counter.shots),
  collection: (shooting) => onConsole(shooting, collection.shots),
  management: (shooting) => onConsole(shooting, management.shots),
  system: (shooting) => onConsole(shooting, system.shots, { handlesJobs: false }),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { language: { type: 'string' }, out: { type: 'string', default: 'docs/screens' } },
})
const unknown = positionals.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; the parts are ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}
const languages = values.language === undefined ? ['zh-CN', 'en'] : [values.language]
for (const language of languages) {
  const shooting = openShooting(language, language.startsWith('en') ? path.join(values.out, 'en') : values.out)
  for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) await parts[name]!(shooting)
}
