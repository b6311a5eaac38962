import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where the corpus of hostile files lies, on a machine that has it. */
export const hostileFolder = process.env.TUCAI_TEST_DATA
  ? join(process.env.TUCAI_TEST_DATA, 'hostile')
  : resolve(import.meta.dirname, '../../../shared/data/hostile')

const own = [
  ...['', ' ', '\t', '\n', '\r\n', '\0', 'a\0b', '\u0001\u0002\u007f', '\u200b', '\ufeff', '\u00a0', '\u2028\u2029'],
  ...['null', 'undefined', 'NaN', 'Infinity', '-Infinity', 'true', 'false', '0', '-0', '-1', '1e308', '0x10', '1.5'],
  ...['99999999999999999999', '2147483648', '9223372036854775808', '1_000', '１２３', '٣', '1e1000', '00', '+1', '1,5'],
  ...[
    '\ud800',
    'x\udfff',
    '\udc00\ud800',
    '𠮷野家',
    '👨‍👩‍👧‍👦',
    'e\u0301',
    'ﬀ',
    'İ',
    'ß',
    'ǅ',
    '\u202eevil\u202c',
    'אבג',
    'العربية',
  ],
  ...[`Z${'\u0300\u0316\u0334'.repeat(20)}`, 'a'.repeat(60), '林'.repeat(100), 'x'.repeat(5000), '𠮷'.repeat(300)],
  ...[
    "'",
    '"',
    '`',
    '\\',
    "' OR '1'='1",
    '"; DROP TABLE photo; --',
    "1'; SELECT pg_sleep(9); --",
    '%',
    '_',
    '%%',
    '\\%',
  ],
  ...[
    '$1',
    '$$',
    '?',
    ':id',
    '$' + '{7*7}',
    '{{7*7}}',
    '#{7*7}',
    '<%= 7*7 %>',
    '%s%n%x',
    '%d%d%d',
    '{0}',
    '{name}',
    '{nobody}',
  ],
  ...[
    '$(id)',
    '`id`',
    '| id',
    '; id',
    '&& id',
    '> /tmp/x',
    '-rf',
    '--help',
    '../../../etc/passwd',
    '..\\..\\x',
    '/etc/passwd',
  ],
  ...['file:///etc/passwd', 'http://127.0.0.1:1/', 'CON', 'NUL.txt', '.', '..', '~', '*', 'a/b', 'a\\b', 'a:b'],
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '&lt;',
    '<!--',
    ']]>',
    '<?xml?>',
    'javascript:alert(1)',
  ],
  ...['=1+1', '+1+1', '-1+1', '@SUM(1)', '=HYPERLINK("http://127.0.0.1:1")', '\t=1+1', '"a","b"\n', 'a,b;c\td'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', 'id', 'then', '[object Object]'],
  ...['1970-01-01T00:00:00Z', '0000-00-00', '9999-12-31T23:59:59Z', '2027-02-30T00:00:00Z', '275760-09-13T00:00:00Z'],
  ...[
    '-271821-04-20T00:00:00Z',
    '0001-01-01T00:00:00+23:59',
    '2027-13-45',
    '2026-06-30T23:59:60Z',
    '24:00',
    '[',
    '(',
    '(?',
    'a{9999999}',
  ],
]

/** Strings that programs stumble over: our own, and those of the corpus where it is there. */
export const naughtyStrings: string[] = [...new Set([...own, ...ofCorpus()])]

function ofCorpus(): string[] {
  const file = join(hostileFolder, 'strings', 'blns.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : []
}

/** Values in place of what a schema asks for. Numbers that JSON can't say are given as they stand on the wire. */
export const naughtyValues: unknown[] = [
  ...[null, true, false, 0, -0, -1, 1, 0.1, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 63), 1e21],
  ...[[], [[]], [null], {}, { a: {} }, { length: 5 }, [[[[[[[[[[]]]]]]]]]], Array(2000).fill(0), Array(40).fill('x')],
  ...[JSON.parse('{"__proto__":{"isAdmin":true},"then":"x"}'), { constructor: { prototype: { isAdmin: true } } }],
  ...[{ $gt: '' }, { toString: 1 }, { toJSON: 'x' }, ['a', { b: 'c' }]],
]
