import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { packagesOf } from './packages.mjs'

const root = resolve(import.meta.dirname, '..')

interface Component {
  'bom-ref': string
  hashes?: unknown[]
  licenses: { license?: { id: string }; expression?: string }[]
}

interface Bom {
  bomFormat: string
  components: Component[]
  metadata: { component: Component & { name: string } }
  dependencies: { ref: string; dependsOn: string[] }[]
}

it('the SBOM holds every package of an installation without tools, with licence, hash and what it needs, and nothing of this machine', () => {
  const make = () =>
    spawnSync(process.execPath, [join(root, 'scripts/sbom.mjs')], { encoding: 'utf8', maxBuffer: 64e6 })
  const { status, stdout } = make()
  expect(status).toBe(0)
  const bom = JSON.parse(stdout) as Bom
  expect([bom.bomFormat, bom.metadata.component.name]).toEqual(['CycloneDX', 'tucai'])
  const listed = bom.components.map((component) => component['bom-ref'])
  const packages: { name: string; version: string }[] = packagesOf(
    JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')),
  )
  const ours = listed.filter((id) => id.startsWith('@tucai/'))
  expect(ours.length).toBe(6)
  expect(listed.length).toBe(packages.length + ours.length)
  expect(listed).toEqual(expect.arrayContaining(packages.map(({ name, version }) => `${name}@${version}`)))
  for (const { 'bom-ref': id, licenses, hashes } of bom.components) {
    expect([id, licenses[0]?.expression ?? licenses[0]?.license?.id]).not.toContain('unknown')
    expect([id, ours.includes(id) || hashes !== undefined]).toEqual([id, true])
  }
  const needsOf = (name: string) => bom.dependencies.find(({ ref }) => ref.startsWith(`${name}@`))?.dependsOn
  expect(needsOf('@tucai/server')).toEqual(expect.arrayContaining([expect.stringMatching(/^fastify@/)]))
  expect(needsOf('tucai')).toEqual(expect.arrayContaining(ours))
  expect(stdout).not.toContain(root)
  expect(stdout).not.toMatch(/timestamp|file:|localhost|127\.0\.0\.1/)
  expect(make().stdout).toBe(stdout)
})
