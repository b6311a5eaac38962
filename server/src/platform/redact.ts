const HIDDEN = '[hidden]'

/** Fields that hold something personal or secret, whatever their value looks like. */
const FIELDS = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'oldPassword',
  'newPassword',
  'passphrase',
  'token',
  'sessionToken',
  'deviceToken',
  'oneTimeCode',
  'otp',
  'secret',
  'apiKey',
  'privateKey',
  'connectionString',
  'databaseUrl',
  'number',
  'idNumber',
  'identityNumber',
  'documentNumber',
  'passportNumber',
  'phone',
  'mobile',
  'mail',
  'email',
  'recipient',
  'name',
  'street',
  'addressLine',
  'detail',
]

const STRING = '"(?:[^"\\\\]|\\\\.)*"'
const FIELD = new RegExp(`("(?:${FIELDS.join('|')})":)(?:${STRING}|-?\\d[\\d.eE+-]*|\\[[^\\[\\]{}]*\\])`, 'gi')
/** The same inside a JSON text that is itself a value, and in the query of an address. */
const NESTED_FIELD = new RegExp(
  `(?<!\\\\)(\\\\+"(?:${FIELDS.join('|')})\\\\+"\\s*:\\s*\\\\+")[^"]*?(?<!\\\\)(\\\\+")`,
  'gi',
)
const QUERY_FIELD = new RegExp(`([?&](?:code|${FIELDS.join('|')})=)[^&\\s"#\\\\]+`, 'gi')
/** A code is secret when it is digits; the code of a refusal is a word. */
const CODE_FIELD = /(?<!\\)(\\*"code\\*":\s*)(\\*")?\d{4,8}(?!\d)/g

const PATTERNS: [RegExp, string][] = [
  // postgresql://user:password@…, smtp://user:password@…
  [/((?<![a-z0-9+.-])[a-z0-9+.-]+:\/\/)[^\s:@/"]+:[^\s@/"]+@/gi, `$1${HIDDEN}@`],
  [/(?<![\w.+-])[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+/gi, HIDDEN],
  // Identity numbers: region, date of birth, sequence, check character; the older ones had a year of two digits.
  [
    /(?<![\dA-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])/g,
    HIDDEN,
  ],
  [/(?<![\dA-Za-z])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![\dA-Za-z])/g, HIDDEN],
  // Mainland mobile numbers, grouped or not, with or without the country's code.
  [/(?<![\dA-Za-z])(?:(?:\+|%2B)?86(?: |-|%20)?)?1[3-9]\d(?: |-|%20)?\d{4}(?: |-|%20)?\d{4}(?![\dA-Za-z])/g, HIDDEN],
  // Passports: one or two capitals and seven or eight digits.
  [/(?<![\dA-Za-z])[A-Z]{1,2}\d{7,8}(?![\dA-Za-z])/g, HIDDEN],
  [/\b(Bearer|Basic) [\w~+/.=-]+/g, `$1 ${HIDDEN}`],
]

/** A string or a number of a JSON text; where the text was cut, the rest of it. */
const TOKEN = /"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** A line of the log, in JSON, without personal data and secrets: by the name of the field, and by what they look like. */
export function redact(line: string): string {
  const redacted = line
    .replace(FIELD, `$1"${HIDDEN}"`)
    .replace(NESTED_FIELD, `$1${HIDDEN}$2`)
    .replace(QUERY_FIELD, `$1${HIDDEN}`)
    .replace(CODE_FIELD, (_, field, quote) => (quote ? `${field}${quote}${HIDDEN}` : `${field}"${HIDDEN}"`))
  return redacted.startsWith('{') ? redacted.replace(TOKEN, hideInToken) : hide(redacted)
}

function hide(text: string): string {
  return PATTERNS.reduce((hidden, [pattern, replacement]) => hidden.replace(pattern, replacement), text)
}

/** Looks at a string as it reads, without the escapes of JSON; a number that looks personal becomes a string. */
function hideInToken(token: string): string {
  if (!token.startsWith('"')) return hide(token) === token ? token : `"${HIDDEN}"`
  const text = textOf(token)
  const hidden = hide(text)
  return hidden === text ? token : JSON.stringify(hidden)
}

function textOf(token: string): string {
  try {
    return JSON.parse(token) as string
  } catch {
    return token.slice(1).replace(/"$/, '')
  }
}
