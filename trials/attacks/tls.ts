import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Ground } from './ground.ts'
import { type Options, type Row, Tally } from './row.ts'

const deploy = resolve(import.meta.dirname, '../../deploy')

/** ASVS 5, chapter V12: TLS ends at the proxy of `deploy/`, whose settings are read as text; nobody speaks it here. */
export async function run(_: Ground, __: Options): Promise<Row[]> {
  const tally = new Tally(
    'tls',
    'settings of the proxy, read as text: TLS, HSTS, limits, what callers claim (ASVS 5 V12)',
  )
  const proxy = (await readFile(resolve(deploy, 'nginx/tucai.conf.template'), 'utf8')).replace(/#.*$/gm, '')
  const all = (name: string) =>
    [...proxy.matchAll(new RegExp(`^\\s*${name}\\s+([^;]+);`, 'gm'))].map(([, value]) => value!)
  const one = (name: string) => all(name).join(' | ')
  const seconds = (name: string) =>
    Math.max(...all(name).map((text) => Number(/^(\d+)s$/.exec(text)?.[1] ?? Number.NaN)))
  const rules: Record<string, boolean> = {
    'TLS 1.2 and 1.3 and nothing older': one('ssl_protocols') === 'TLSv1.2 TLSv1.3',
    'only ciphers with forward secrecy that authenticate': (one('ssl_ciphers') || 'none')
      .split(':')
      .every((cipher) => /^ECDHE-.*(GCM|CHACHA20-POLY1305)/.test(cipher)),
    'another name gets no certificate': one('ssl_reject_handshake') === 'on',
    'no tickets whose key lives on': one('ssl_session_tickets') === 'off',
    'plain http is led to https of this host': /listen 80 default_server;\s*return 301 https:\/\/\$\{TUCAI_HOST\}/.test(
      proxy,
    ),
    'HSTS for a year, with all below, on every answer':
      /add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;/.test(proxy),
    'the version is not told': one('server_tokens') === 'off',
    'heads end': seconds('client_header_timeout') <= 20,
    'bodies end': seconds('client_body_timeout') <= 120,
    'bodies are limited': /^\d{1,2}m$/.test(one('client_max_body_size')),
    'connections of one address are limited': one('limit_conn').startsWith('connections '),
    'requests of one address are limited': one('limit_req').startsWith('zone='),
    'who asks is set, not added to': all('proxy_set_header').includes('X-Forwarded-For $remote_addr'),
    'other claims end here': ['X-Forwarded-Host ""', 'Forwarded ""'].every((text) =>
      all('proxy_set_header').includes(text),
    ),
  }
  for (const [what, isFine] of Object.entries(rules)) tally.count(isFine, what)
  const ingress = await readFile(resolve(deploy, 'kubernetes/ingress.yaml'), 'utf8')
  tally.count(/\n {2}tls:\n {4}- hosts:/.test(ingress), 'the ingress of Kubernetes has a certificate')
  return [tally.done('the ingress controller’s own settings are its operator’s')]
}
