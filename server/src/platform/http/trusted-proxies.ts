import { BlockList, isIP } from 'node:net'

/**
 * Whether an address is that of a proxy that says truly whom it serves. `hop`: 0 for whoever is connected, 1 for the
 * one that it names, and so on.
 */
export type TrustedProxies = (address: string, hop: number) => boolean

const MOST_PROXIES = 5
const PRIVATE_NETWORKS =
  '127.0.0.0/8, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16, ::1, fc00::/7, fe80::/10'

export const trustedProxiesMust = `addresses and networks with commas between, for example 10.1.2.3, 10.2.0.0/16, or a number of proxies from 1 to ${MOST_PROXIES}, or none`

/** Undefined when the text is neither addresses nor a number of proxies nor `none`. */
export function parseTrustedProxies(text: string): TrustedProxies | undefined {
  if (text === 'none') return nobody
  if (/^\d+$/.test(text)) {
    const proxies = Number(text)
    return proxies >= 1 && proxies <= MOST_PROXIES ? proxiesInARow(proxies) : undefined
  }
  return among(text)
}

export const nobody: TrustedProxies = () => false

/**
 * So many proxies one behind the other, each with a private address. Whom the last one names is not believed any
 * further, also when that address is private: students on a campus network could else name any address they like.
 */
export function proxiesInARow(proxies: number): TrustedProxies {
  const isPrivate = among(PRIVATE_NETWORKS)!
  return (address, hop) => hop < proxies && isPrivate(address, hop)
}

function among(text: string): TrustedProxies | undefined {
  const list = new BlockList()
  for (const part of text.split(',')) {
    const [address, prefix, ...rest] = part.trim().split('/')
    const family = isIP(address!)
    const bits = family === 4 ? 32 : 128
    const length = prefix === undefined ? bits : Number(prefix)
    const isWhole = family !== 0 && rest.length === 0 && /^\d*$/.test(prefix ?? '') && prefix !== ''
    if (!isWhole || length > bits) return undefined
    list.addSubnet(address!, length, familyOf(address!))
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6'
}
