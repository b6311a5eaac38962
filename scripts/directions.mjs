/**
 * Checks the directions of imports (.dependency-cruiser.cjs) in all parts. A tool that can't read the sources finds no
 * violation either, so a small count of modules fails too.
 */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { cruise } from 'dependency-cruiser'

const root = fileURLToPath(new URL('..', import.meta.url))
const parts = ['contract', 'portrait', 'reader', 'server', 'student', 'console']
const fewestModules = 60
const fewestModulesInAPart = 5

process.chdir(root)
const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs')
const { output } = await cruise(
  parts.map((part) => `${part}/src`),
  { ...options, ruleSet: { forbidden }, validate: true, outputType: 'json' },
)
const { modules, summary } = JSON.parse(output)

const failures = summary.violations.map(({ rule, from, to, cycle }) => {
  const way = cycle === undefined ? to : cycle.map(({ name }) => name).join(' → ')
  return `${rule.name}: ${from} → ${way}\n  ${forbidden.find(({ name }) => name === rule.name).comment}`
})
const seen = modules.filter(({ source }) => parts.some((part) => source.startsWith(`${part}/src/`)))
if (seen.length < fewestModules)
  failures.push(`only ${seen.length} modules were read, at least ${fewestModules} are there`)
for (const part of parts) {
  const count = seen.filter(({ source }) => source.startsWith(`${part}/src/`)).length
  if (count < fewestModulesInAPart) failures.push(`only ${count} modules of ${part} were read`)
}

for (const failure of failures) console.error(failure)
console.log(`directions: ${seen.length} modules, ${forbidden.length} rules, ${failures.length} violations`)
process.exitCode = failures.length === 0 ? 0 : 1
