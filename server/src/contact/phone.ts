import { Problem } from '@tucai/contract'

/** ITU-T E.164: the calling codes in use; a code is never the beginning of another one. */
const CALLING_CODES = new Set(
  `1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90
  91 92 93 94 95 98 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 237 238 239
  240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 267 268 269 290
  291 297 298 299 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375 376 377 378 379 380 381 382 383 385 386
  387 389 420 421 423 500 501 502 503 504 505 506 507 508 509 590 591 592 593 594 595 596 597 598 599 670 672 673 674 675
  676 677 678 679 680 681 682 683 685 686 687 688 689 690 691 692 850 852 853 855 856 870 880 886 960 961 962 963 964 965
  966 967 968 970 971 972 973 974 975 976 977 979 992 993 994 995 996 998`.split(/\s+/),
)

/** Where the rest of a number is known more closely: mobile numbers of 86, 852, 853 and 886, lengths elsewhere. */
const REST: Record<string, RegExp> = {
  1: /^[2-9]\d{9}$/,
  7: /^\d{10}$/,
  65: /^[3689]\d{7}$/,
  86: /^1[3-9]\d{9}$/,
  852: /^[2-9]\d{7}$/,
  853: /^6\d{7}$/,
  886: /^9\d{8}$/,
}
const ANY_REST = /^\d{5,12}$/

/** Countries where a nought stands before the number at home, and is left out from abroad. */
const TRUNK_NOUGHT = new Set(
  `20 27 31 32 33 40 41 43 44 46 49 60 61 62 63 64 66 81 82 84 90 91 92 93 94 95 98 212 213 234 254 255 256 353 358 380
  856 880 886 972 977`.split(/\s+/),
)

/**
 * A phone number in E.164. Eleven digits are a mobile number of the mainland; every other country begins with + or 00.
 * @throws Problem phone-invalid
 */
export function parsePhone(text: string): string {
  const typed = text
    .normalize('NFKC')
    .replace(/\(0\)/, '')
    .replace(/[\s\p{Cf}\p{Z}\p{Pd}().]/gu, '')
  const international = /^1\d{10}$/.test(typed) ? `86${typed}` : /^(?:\+|00)([1-9]\d{6,15})$/.exec(typed)?.[1]
  const phone = international && inE164(international)
  if (phone) return phone
  throw new Problem('phone-invalid', { field: 'phone' })
}

function inE164(digits: string): string | undefined {
  const code = [1, 2, 3].map((length) => digits.slice(0, length)).find((start) => CALLING_CODES.has(start))
  if (code === undefined) return undefined
  const rest = digits.slice(code.length).replace(TRUNK_NOUGHT.has(code) ? /^0/ : /^$/, '')
  const isWhole = (REST[code] ?? ANY_REST).test(rest) && code.length + rest.length <= 15
  return isWhole ? `+${code}${rest}` : undefined
}
