/** The head of the published lists of leaked passwords, those of eight characters and more, Chinese sites included. */
const COMMON = new Set(
  `password password1 password12 password123 passw0rd p@ssw0rd p@ssword 123456789 12345678 1234567890 0123456789
  987654321 87654321 9876543210 11223344 112233445566 123123123 12341234 147258369 147852369 159357456 741852963
  789456123 963852741 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc qazwsxedc qwertyuiop qwerty123 qwer1234 qweasdzxc
  asdfghjkl asdf1234 zxcvbnm123 q1w2e3r4 a1b2c3d4 abc12345 abcd1234 abc123456 abcdefgh a12345678 a123456789 aa123456
  aa12345678 qq123456 qq123456789 wang1234 woaini123 woaini1314 woaini520 5201314520 1314520520 iloveyou iloveyou1
  52013145 13145200 31415926 314159265 88888888 66666666 00000000 11111111 99999999 administrator admin123 admin888
  welcome1 welcome123 sunshine princess football baseball trustno1 superman internet computer starwars whatever
  michelle jennifer dearbook china123 shanghai shanghai123 beijing2008 zhongguo student1 student123 graduate 
  graduate1 biyesheng xiaoxiao caonima123 tiantian mima1234 mima123456 google123 letmein123 monkey123 dragon123
  xuexin123 tucai123 tucai2026 tucai2027`.split(/\s+/),
)

/** True for a password that everybody tries first: a listed one, one letter again and again, or a run like abcdefgh. */
export function isCommonPassword(password: string): boolean {
  const small = password.normalize('NFKC').toLowerCase()
  if (COMMON.has(small)) return true
  const points = [...small].map((character) => character.codePointAt(0)!)
  const steps = points.slice(1).map((point, place) => point - points[place]!)
  return [0, 1, -1].some((step) => steps.every((taken) => taken === step))
}
