import { isIPv4, isIPv6 } from 'node:net'

/**
 * What an address counts as when tries are counted. One visitor has one IPv4 address, or all of an IPv6 /64.
 * Whatever is neither stays as it is.
 */
export function hostOf(address: string): string {
  return cut(address, 4, 4)
}

/** The neighbourhood of an address: its IPv4 /24 or its IPv6 /48, which is what one customer of a provider gets. */
export function networkOf(address: string): string {
  return cut(address, 3, 3)
}

function cut(address: string, bytes: number, groups: number): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (isIPv4(plain)) return plain.split('.').slice(0, bytes).join('.')
  return isIPv6(plain) ? groupsOf(plain).slice(0, groups).join(':') : address
}

/** The eight groups of an IPv6 address, without leading noughts. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::')
  const split = (text: string) => (text === '' ? [] : text.split(':').map((group) => group.replace(/^0+(?=.)/, '')))
  if (tail === undefined) return split(head.toLowerCase())
  const [left, right] = [split(head.toLowerCase()), split(tail.toLowerCase())]
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
}
