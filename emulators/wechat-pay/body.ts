import { invalidRequest, wrongParameter } from './refusal.ts'

/** Reads a request’s parameters one by one and refuses at the first that breaks the interface’s rules. */
export interface Fields {
  text(name: string, rule: TextRule): string
  optionalText(name: string, rule: TextRule): string | undefined
  /** A whole number of at least `least`. */
  whole(name: string, least: number): number
  optionalFlag(name: string): boolean | undefined
  has(name: string): boolean
  /** The fields of an object in it. */
  inside(name: string): Fields
}

interface TextRule {
  most: number
  least?: number
  form?: RegExp
}

/** JSON that the interface takes: an object, nothing null, no characters of four bytes. */
export function readBody(text: string): { fields: Fields; spelling: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalidRequest('请求报文不是合法的JSON')
  }
  if (!isObject(value)) throw invalidRequest('请求报文应为JSON对象')
  return { fields: fieldsOf(value, ''), spelling: spell(value, '') }
}

function fieldsOf(object: Record<string, unknown>, path: string): Fields {
  const wrong = (name: string, issue: string) => wrongParameter(`${path}/${name}`, object[name], issue)
  function optionalText(name: string, { most, least = 1, form }: TextRule) {
    const value = object[name]
    if (value === undefined) return undefined
    if (typeof value !== 'string') throw wrong(name, `${name}应为字符串`)
    const length = [...value].length
    if (length < least || length > most) throw wrong(name, `${name}长度应为${least}到${most}个字符`)
    if (form && !form.test(value)) throw wrong(name, `${name}格式不正确`)
    return value
  }
  return {
    optionalText,
    text(name, rule) {
      const value = optionalText(name, rule)
      if (value === undefined) throw wrong(name, `${name}为必填项`)
      return value
    },
    whole(name, least) {
      const value = object[name]
      if (value === undefined) throw wrong(name, `${name}为必填项`)
      if (!Number.isSafeInteger(value) || (value as number) < least)
        throw wrong(name, `${name}应为不小于${least}的整数`)
      return value as number
    },
    optionalFlag(name) {
      const value = object[name]
      if (value !== undefined && typeof value !== 'boolean') throw wrong(name, `${name}应为布尔值`)
      return value
    },
    has: (name) => object[name] !== undefined,
    inside(name) {
      const value = object[name]
      if (value === undefined) throw wrong(name, `${name}为必填项`)
      if (!isObject(value)) throw wrong(name, `${name}应为对象`)
      return fieldsOf(value, `${path}/${name}`)
    },
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The same text for the same parameters, whatever their order. */
function spell(value: unknown, path: string): string {
  if (value === null) throw wrongParameter(path, null, '参数不允许为null')
  if (typeof value === 'string' && /[\u{10000}-\u{10ffff}]/u.test(value))
    throw wrongParameter(path, value, '仅支持一至三个字节的UTF-8字符')
  if (Array.isArray(value)) return `[${value.map((one, index) => spell(one, `${path}/${index}`)).join()}]`
  if (!isObject(value)) return JSON.stringify(value)
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${spell(value[name], `${path}/${name}`)}`).join()}}`
}
