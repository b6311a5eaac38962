import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { connect, type SecureVersion } from 'node:tls'
import { freePort } from '../../server/test/started-product.ts'

const HOST = 'photo.example.edu.cn'
const FLOOD = 900
const ANSWER_LIMIT_MS = 10_000

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  rawHeaders: string[]
  body: string
}

/**
 * Starts nginx with the product's template before two programs that tell what they were asked, and looks whether it
 * lets in and hands on what it should. @returns what is not so
 */
export async function tryProxy(nginx: string, repository: string, folder: string): Promise<string[]> {
  const programs = [await aTeller(), await aTeller()]
  const [http, https] = [await freePort(), await freePort()]
  const template = readFileSync(join(repository, 'deploy/nginx/tucai.conf.template'), 'utf8')
  const settings = settingsFor(template, versionOf(nginx), folder, programs, { http, https })
  makeCertificate(folder)
  writeFileSync(join(folder, 'nginx.conf'), settings)
  const tested = spawnSync(nginx, ['-t', '-p', folder, '-c', 'nginx.conf'], { encoding: 'utf8' })
  if (tested.status !== 0) throw new Error(tested.stderr)
  const server = spawn(nginx, ['-p', folder, '-c', 'nginx.conf', '-g', 'daemon off;'], { stdio: 'ignore' })
  const ended = new Promise((done) => server.once('close', done))
  try {
    await untilItListens(https)
    return await look(https, http, programs)
  } finally {
    server.kill('SIGTERM')
    await ended
    for (const program of programs) program.close()
  }
}

async function look(https: number, http: number, programs: Teller[]): Promise<string[]> {
  const claims = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'evil.example', forwarded: 'for=203.0.113.9' }
  const told = await ask(https, { headers: claims })
  const seen = JSON.parse(told.body) as IncomingHttpHeaders
  const tooMuch = await ask(https, { method: 'POST', headers: { 'content-length': String(60e6) } })
  const plain = await fetch(`http://127.0.0.1:${http}/a?b=1`, { redirect: 'manual', headers: { host: HOST } })
  const versions = await Promise.all(['TLSv1.1', 'TLSv1.2', 'TLSv1.3'].map((it) => speaks(https, it as SecureVersion)))
  const strangers = await speaks(https, 'TLSv1.2', 'other.example')
  const flood = await Promise.all(Array.from({ length: FLOOD }, () => ask(https, {})))
  const statuses = flood.map(({ status }) => status)
  programs[0]!.close()
  // Connections that were kept open end, and the flood is forgotten.
  await new Promise((done) => setTimeout(done, 4_000))
  const alone = await Promise.all(Array.from({ length: 10 }, () => ask(https, {})))
  const facts: [string, boolean][] = [
    ['the caller is named by the proxy, not by himself', seen['x-forwarded-for'] === '127.0.0.1'],
    ['no other claim is handed on', seen.forwarded === undefined && seen['x-forwarded-host'] === undefined],
    ['the program hears https and its own name', seen['x-forwarded-proto'] === 'https' && seen.host === HOST],
    ['HSTS is there once', count(told, 'strict-transport-security') === 1],
    [
      'a body that is too large is answered 413, with HSTS',
      tooMuch.status === 413 && count(tooMuch, 'strict-transport-security') === 1,
    ],
    ['http leads to https', plain.status === 301 && plain.headers.get('location') === `https://${HOST}/a?b=1`],
    ['TLS 1.1 is refused, 1.2 and 1.3 are spoken', versions.join() === 'false,true,true'],
    ['another name gets no certificate', !strangers],
    [
      'a flood of one address is answered 429, and nothing else fails',
      statuses.includes(429) && statuses.every((it) => it === 200 || it === 429),
    ],
    ['a program that is gone is not noticed', alone.every(({ status }) => status === 200)],
  ]
  return facts.filter(([, isSo]) => !isSo).map(([what]) => what)
}

interface Teller {
  port: number
  close(): void
}

/** Answers each request with the headers that reached it, and with an HSTS of its own. */
async function aTeller(): Promise<Teller> {
  const server = createServer((asked, answer) => {
    answer.setHeader('strict-transport-security', 'max-age=1').end(JSON.stringify(asked.headers))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { port: (server.address() as AddressInfo).port, close }
}

/** The template with the names and ports of this machine; what an older nginx does not know yet is left out. */
function settingsFor(
  template: string,
  version: number,
  folder: string,
  programs: Teller[],
  ports: { http: number; https: number },
): string {
  const filled = template
    .replaceAll(`$${'{TUCAI_HOST}'}`, HOST)
    .replaceAll('/certificates/', `${folder}/`)
    .replaceAll('listen 80 ', `listen 127.0.0.1:${ports.http} `)
    .replaceAll('listen 443 ', `listen 127.0.0.1:${ports.https} `)
    .replace(/web-(\d):8080 resolve/g, (_, place) => `127.0.0.1:${programs[Number(place) - 1]!.port}`)
    .replace(/^ *resolver .*$/m, '')
    .replace(/^ *http2 on;$/m, version < 1.025 ? '' : '$&')
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((it) => `${it}_temp_path ${folder}/${it};`)
  const main = `pid ${folder}/nginx.pid;\nerror_log ${folder}/error.log;\nevents { worker_connections 4096; }`
  return `${main}\nhttp {\naccess_log off;\n${places.join('\n')}\n${filled}\n}\n`
}

function versionOf(nginx: string): number {
  const { stderr } = spawnSync(nginx, ['-v'], { encoding: 'utf8' })
  const [, major, minor] = /(\d+)\.(\d+)\.\d+/.exec(stderr) ?? []
  return Number(major) + Number(minor) / 1000
}

function makeCertificate(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const files = ['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')]
  const asked = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', `/CN=${HOST}`, ...files]
  if (spawnSync('openssl', asked, { stdio: 'ignore' }).status !== 0) throw new Error('openssl made no certificate')
}

/** Status 0: there was no answer. */
function ask(port: number, { method = 'GET', headers = {} }: { method?: string; headers?: object }): Promise<Answer> {
  const options = { host: '127.0.0.1', port, servername: HOST, rejectUnauthorized: false, agent: false } as const
  return new Promise((done) => {
    const none = () => done({ status: 0, headers: {}, rawHeaders: [], body: '{}' })
    const sent = request({ ...options, method, headers: { host: HOST, ...headers } }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (text) => {
        body += text
      })
      const { statusCode, headers: got, rawHeaders } = answer
      answer.on('end', () => done({ status: statusCode!, headers: got, rawHeaders, body }))
    })
    sent.on('error', none).setTimeout(ANSWER_LIMIT_MS, () => sent.destroy())
    if (method === 'GET') sent.end()
    else sent.flushHeaders()
  })
}

const count = ({ rawHeaders }: Answer, name: string) => rawHeaders.filter((it) => it.toLowerCase() === name).length

function speaks(port: number, version: SecureVersion, servername = HOST): Promise<boolean> {
  return new Promise((done) => {
    // Old versions are offered for certain, also where this machine's own rules forbid them.
    const ciphers = 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:DEFAULT:@SECLEVEL=0'
    const versions = { minVersion: version, maxVersion: version, ciphers }
    const socket = connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false, ...versions }, () => {
      socket.end()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}

async function untilItListens(port: number): Promise<void> {
  for (let tried = 0; tried < 100; tried++) {
    if (await speaks(port, 'TLSv1.2')) return
    await new Promise((next) => setTimeout(next, 50))
  }
  throw new Error('nginx does not listen')
}
