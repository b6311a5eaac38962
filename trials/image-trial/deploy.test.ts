import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { photoMaxBytes, rosterMaxBytes } from '../../contract/src/index.ts'
import { developJob } from '../../server/src/photo/photo-jobs.ts'
import { settings } from '../../server/src/settings/settings.ts'
import { readCopy, readDockerfile, readEnv, readIgnore } from './dockerfile.ts'

/** What can be known of deploy/ without Docker and Kubernetes; `npm run image-trial` carries the image’s steps out. */
const repository = resolve(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(join(repository, name), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'tucai-deploy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const stages = readDockerfile(read('deploy/Dockerfile'))
const image = stages.at(-1)!
const imageEnv = Object.assign({}, ...image.steps.filter(({ verb }) => verb === 'ENV').map(({ text }) => readEnv(text)))
// biome-ignore lint/suspicious/noExplicitAny: manifests of many shapes are looked at
type Manifest = any
const yamlIn = (name: string): Manifest[] =>
  parseAllDocuments(read(name), { merge: true }).map((document) => {
    expect([name, document.errors]).toEqual([name, []])
    return document.toJS({ maxAliasCount: 1000 })
  })
const manifests = readdirSync(join(repository, 'deploy/kubernetes'))
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => yamlIn(`deploy/kubernetes/${name}`).map((manifest) => ({ ...manifest, name })))
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind)
const podsOf = () =>
  manifests
    .map(({ kind, spec }) => (kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template))
    .filter((template) => template !== undefined)
const [compose] = yamlIn('deploy/compose.yml')
const programs = Object.entries<Manifest>(compose.services).filter(([, it]) => it.image.startsWith('tucai:'))

/** The settings that names stand for; a secret may be a file. */
function strangersAmong(names: string[]): string[] {
  const known = Object.entries<{ isSecret?: boolean }>(settings)
  return names.filter(
    (name) => !known.some(([one, { isSecret }]) => name === one || (isSecret && name === `${one}_FILE`)),
  )
}

it('every environment variable that is set for the program is a setting', () => {
  const [{ data }] = ofKind('ConfigMap')
  const inPods = podsOf().flatMap(({ spec }) =>
    spec.containers.flatMap(({ env = [] }) => env.map((it: Manifest) => it.name)),
  )
  const names = [
    ...Object.keys(imageEnv),
    ...Object.keys(data),
    ...inPods,
    ...programs.flatMap(([, { environment }]) => Object.keys(environment)),
  ]
  expect(names.length).toBeGreaterThan(20)
  expect(strangersAmong(names)).toEqual([])
  expect(strangersAmong(['TUCAI_S3_BUKET', 'PORT_FILE'])).toEqual(['TUCAI_S3_BUKET', 'PORT_FILE'])
})

it('whatever compose leaves open is told in .env.example, and nothing else is', () => {
  const asked = [...read('deploy/compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name)
  const told = [...read('deploy/.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name)
  expect([...new Set(asked)].sort()).toEqual(told.sort())
})

it('what the image copies exists, is not ignored, and holds no key, no test and no data', () => {
  const isInContext = readIgnore(read('.dockerignore'))
  const sources = stages.flatMap(({ steps }) =>
    steps.filter(({ verb }) => verb === 'COPY').map(({ text }) => readCopy(text)),
  )
  for (const { from, sources: paths } of sources.filter((copy) => copy.from === undefined)) {
    for (const path of paths) {
      expect([from, path, existsSync(join(repository, path))]).toEqual([from, path, true])
      const file = statSync(join(repository, path)).isDirectory() ? `${path}/some.ts` : path
      expect([file, isInContext(file)]).toEqual([file, true])
    }
  }
  for (const { from } of sources) expect([undefined, ...stages.map(({ name }) => name)]).toContain(from)
  for (const path of [
    ...['data/keys/secrets.json', 'deploy/secrets/database-url', '.git/config', 'server/src/config.test.ts'],
    ...['node_modules/fastify/package.json', 'student/dist/h5/index.html', 'portrait/test/drawn-person.ts'],
  ])
    expect([path, isInContext(path)]).toEqual([path, false])
})

it('the login that the program gets in compose may make logins in its own database, and nothing else', () => {
  const { environment, volumes } = compose.services.database
  expect(environment.POSTGRES_USER).toBeUndefined()
  expect(volumes).toContain('./postgres/owner.sql:/docker-entrypoint-initdb.d/owner.sql:ro')
  const [role] = /^CREATE ROLE .*$/m.exec(read('deploy/postgres/owner.sql'))!
  expect(role).toBe(`CREATE ROLE tucai LOGIN CREATEROLE PASSWORD :'password';`)
})

it('the image runs the product as an ordinary user, and asks a path that there is how it is', () => {
  const textOf = (wanted: string) => image.steps.find(({ verb }) => verb === wanted)!.text
  expect(textOf('USER')).toBe('1000:1000')
  expect(textOf('EXPOSE')).toBe(imageEnv.PORT)
  const [, script] = JSON.parse(textOf('CMD'))
  expect(existsSync(join(repository, script))).toBe(true)
  for (const [, path] of textOf('HEALTHCHECK').matchAll(/'(\/\w+)'/g)) expect(['/ready', '/health']).toContain(path)
  for (const { base } of stages) expect(base).toBe('node:24.21.0-bookworm-slim')
})

it('every pod is an ordinary user without rights on a file system it can not write to, with limits, and knows no account', () => {
  const pods = podsOf()
  expect(pods.length).toBeGreaterThanOrEqual(3)
  for (const { spec } of pods) {
    expect(spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    })
    expect(spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false })
    const volumes = spec.volumes.map((volume: Manifest) => volume.name)
    for (const container of spec.containers) {
      const rights = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }
      expect(container.securityContext).toEqual(rights)
      expect([container.resources.requests.memory, container.resources.limits.memory]).not.toContain(undefined)
      expect(volumes).toEqual(expect.arrayContaining(container.volumeMounts.map((mount: Manifest) => mount.name)))
      for (const folder of [imageEnv.TUCAI_DATA_DIR, imageEnv.TUCAI_KEYS_DIR])
        expect(container.volumeMounts.map((mount: Manifest) => mount.mountPath)).toContain(folder)
      const [, script] = container.command ?? ['node', 'server/src/main.ts']
      expect(existsSync(join(repository, script))).toBe(true)
    }
  }
})

it('what pods and services are told to do are commands that there are, and what is probed are paths that there are', () => {
  const help = spawnSync(process.execPath, [join(repository, 'server/src/commands.ts'), 'help'], { encoding: 'utf8' })
  const commands = [
    ...podsOf().flatMap(({ spec }) => spec.containers.map((container: Manifest) => container.command ?? [])),
    ...programs.map(([, { command = [] }]) => command),
  ].filter((words: string[]) => words.length > 0)
  expect(commands.length).toBe(3)
  for (const [node, script, ...words] of commands) {
    expect([node, script]).toEqual(['node', 'server/src/commands.ts'])
    const name = words.slice(0, words.findIndex((word: string) => !/^[a-z]+$/.test(word)) >>> 0).join(' ')
    expect(`${help.stderr}${help.stdout}`).toContain(`npm run tucai -- ${name} `)
  }
  for (const path of ['/health', '/ready']) expect(read('server/src/app.ts')).toContain(`app.get('${path}'`)
})

it('the pods that stay are probed where the product answers, and may end in their own time', () => {
  for (const { spec } of ofKind('Deployment').map(({ spec }) => spec.template)) {
    const [container] = spec.containers
    expect(container.startupProbe.httpGet.path).toBe('/health')
    expect(container.livenessProbe.httpGet.path).toBe('/health')
    expect(container.readinessProbe.httpGet.path).toBe('/ready')
    expect(String(container.ports[0].containerPort)).toBe(imageEnv.PORT)
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(60 + 5)
  }
  for (const [, program] of programs) expect(Number.parseInt(program.stop_grace_period, 10)).toBeGreaterThan(60)
})

it('manifests name only what another one makes, secrets have no values, and kustomization takes all that there is', () => {
  const names = (kind: string) => ofKind(kind).map(({ metadata }) => metadata.name)
  for (const { spec } of podsOf()) {
    for (const { secret, persistentVolumeClaim: claim } of spec.volumes) {
      if (secret) expect(names('Secret')).toContain(secret.secretName)
      if (claim) expect(names('PersistentVolumeClaim')).toContain(claim.claimName)
    }
  }
  for (const kind of ['ScaledObject', 'HorizontalPodAutoscaler'])
    for (const { spec } of ofKind(kind)) expect(names('Deployment')).toContain(spec.scaleTargetRef.name)
  for (const { stringData } of ofKind('Secret')) expect(new Set(Object.values(stringData))).toEqual(new Set(['']))
  const [secret] = ofKind('Secret')
  const [{ data }] = ofKind('ConfigMap')
  for (const path of Object.values<string>(data).filter((value) => value.startsWith('/run/secrets/tucai/')))
    expect(Object.keys(secret.stringData)).toContain(path.slice('/run/secrets/tucai/'.length))
  const files = [...new Set(manifests.map(({ name }) => name))]
  const apart = ['kustomization.yaml', 'secret.example.yaml', 'first-start.yaml']
  expect([...ofKind('Kustomization')[0].resources, ...apart].sort()).toEqual(files.sort())
})

it('workers are counted by the photos that wait in the product’s own queue', () => {
  const [{ spec }] = ofKind('ScaledObject')
  expect(spec.triggers[0].metadata.query).toContain(`name = '${developJob.name}'`)
  const worker = ofKind('Deployment').find(({ metadata }) => metadata.name === 'worker')
  expect(worker.spec.replicas, 'the autoscaler alone says how many').toBeUndefined()
})

it('the proxy lets through what the product takes, names the caller itself, and speaks new TLS only', () => {
  const proxy = read('deploy/nginx/tucai.conf.template')
  const bodyMegabytes = Number(/client_max_body_size (\d+)m/.exec(proxy)![1])
  expect(bodyMegabytes * 1024 * 1024).toBeGreaterThan(Math.max(photoMaxBytes, rosterMaxBytes))
  expect(proxy).toContain('proxy_set_header X-Forwarded-For $remote_addr;')
  expect(/ssl_protocols (.*);/.exec(proxy)![1]).toBe('TLSv1.2 TLSv1.3')
  const upstreams = [...proxy.matchAll(/server ([\w-]+):(\d+)/g)]
  expect(upstreams.length).toBe(2)
  for (const [, service, port] of upstreams)
    expect([compose.services[service!] !== undefined, port]).toEqual([true, imageEnv.PORT])
})

it('the secrets of compose are made once, and are all there', () => {
  const secrets = join(folder, 'secrets')
  const make = () => spawnSync('sh', [join(repository, 'deploy/make-secrets.sh'), secrets]).status
  expect(make()).toBe(0)
  const first = readFileSync(join(secrets, 'database-url'), 'utf8')
  expect(first).toMatch(/^postgresql:\/\/tucai:[0-9a-f]{48}@database:5432\/tucai$/)
  expect(make()).toBe(0)
  expect(readFileSync(join(secrets, 'database-url'), 'utf8')).toBe(first)
  const { identities } = JSON.parse(readFileSync(join(secrets, 'store.json'), 'utf8'))
  expect(identities[0].credentials[0].secretKey).toBe(readFileSync(join(secrets, 's3-secret-access-key'), 'utf8'))
  for (const { file } of Object.values<{ file: string }>(compose.secrets))
    expect(readdirSync(secrets)).toContain(file.replace('./secrets/', ''))
  expect(statSync(secrets).mode & 0o777).toBe(0o700)
})
