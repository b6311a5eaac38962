import { randomInt } from 'node:crypto'
import { checkCharacter } from '@tucai/contract'

/** A well-formed number of an identity card that belongs to nobody. */
export function aNumber(): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const birth = `2005${two(randomInt(1, 13))}${two(randomInt(1, 29))}`
  const body = `3102${two(randomInt(30, 99))}${birth}9${two(randomInt(100))}`
  return body + checkCharacter(body)
}
