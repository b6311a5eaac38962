import type { Words } from './words/zh-CN.ts'

/** A gender as rosters and documents write it, in the reader's language; anything else as it stands. */
export function genderShown(gender: string, { register }: Pick<Words, 'register'>): string {
  if (gender === '男') return register.male
  return gender === '女' ? register.female : gender
}
