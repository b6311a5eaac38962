import type { Chance } from './chance.ts'

/** What the front of a resident identity card says. Nobody real: names, dates and numbers are drawn by lot. */
export interface CardTruth {
  name: string
  gender: '男' | '女'
  nation: string
  birth: string
  address: string
  idNumber: string
}

/** What the page of a passport says. Dates are YYYYMMDD. */
export interface PassportTruth {
  surname: string
  givenNames: string
  gender: '男' | '女'
  passportNumber: string
  /** Three letters; Germany is D. */
  nationality: string
  birth: string
  expiry: string
  personal: string
  mrz: [string, string]
}

const surnames = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
]
const doubleSurnames = ['欧阳', '司徒', '上官', '诸葛', '皇甫', '司马', '慕容', '端木']
const givenCharacters = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰涛明超秀英华文玉兰建国晓雨子轩思涵一诺梓萱浩然宇航佳怡欣妍博嘉琪睿辰逸晨梦瑶雅婷俊熙志远天佑泽楷铭诗语若曦可馨心怡紫薇海燕春梅冬雪秋实景行知书达理承恩念慈云飞鹏程万里霖峰岩松柏青山清源润川江河舒畅乐安宁康泰和平正阳光辉煌灿烂彤丹红霞锦绣珊珍珠琳琅瑞祥吉庆丰盛',
]
const rareCharacters = [
  ...'翀赟旻䶮喆垚彧珺玥堃淼焱燚翊昶珩珏琰晟旸昇煜烨炜铖钰鑫淏灏瀚沄沁泓茜莙蕙芮芃菡甯宸寰岚峤崚嵘',
]
const minorityNames = [
  '买买提·艾力江',
  '古丽娜尔·阿不都热合曼',
  '阿依古丽·吐尔逊',
  '迪丽热巴·买买提',
  '扎西多吉',
  '次仁卓玛',
  '其木格',
  '巴特尔',
  '艾合买提·玉素甫',
  '帕提古丽·艾山',
]
const minorities = [
  '蒙古',
  '回',
  '藏',
  '维吾尔',
  '苗',
  '彝',
  '壮',
  '布依',
  '朝鲜',
  '满',
  '侗',
  '瑶',
  '土家',
  '哈尼',
  '哈萨克',
  '傣',
  '黎',
  '白',
  '畲',
  '羌',
]
const places: [code: string, place: string][] = [
  ['310101', '上海市黄浦区'],
  ['310110', '上海市杨浦区'],
  ['310115', '上海市浦东新区'],
  ['320106', '江苏省南京市鼓楼区'],
  ['330106', '浙江省杭州市西湖区'],
  ['340104', '安徽省合肥市蜀山区'],
  ['350203', '福建省厦门市思明区'],
  ['410105', '河南省郑州市金水区'],
  ['440305', '广东省深圳市南山区'],
  ['510107', '四川省成都市武侯区'],
  ['610113', '陕西省西安市雁塔区'],
  ['650102', '新疆乌鲁木齐市天山区'],
  ['150105', '内蒙古呼和浩特市赛罕区'],
  ['450103', '广西南宁市青秀区'],
  ['370102', '山东省济南市历下区'],
  ['230103', '黑龙江省哈尔滨市南岗区'],
]
const streets = [
  '漕宝路',
  '龙阳路',
  '延安西路',
  '中山北路',
  '新华街道红旗路',
  '人民大道',
  '解放街',
  '建设村',
  '长江东路',
  '学府路',
]

export function drawCardTruth(chance: Chance): CardTruth {
  const [code, place] = chance.pick(places)
  const minority = chance.happens(0.25)
  const gender = chance.pick(['男', '女'] as const)
  const birth = drawDate(chance, 1968, 2008)
  const serial = String(chance.whole(0, 49) * 2 + (gender === '男' ? 1 : 0)).padStart(2, '0')
  const front = `${code}${birth}${chance.whole(0, 9)}${serial}`
  return {
    name: minority && chance.happens(0.5) ? chance.pick(minorityNames) : drawHanName(chance),
    gender,
    nation: minority ? chance.pick(minorities) : '汉',
    birth,
    address: `${place}${chance.pick(streets)}${chance.whole(1, 2999)}弄${chance.whole(1, 99)}号${chance.whole(101, 1999)}室`,
    idNumber: front + checkCharacterOf(front),
  }
}

function drawHanName(chance: Chance): string {
  const surname = chance.happens(0.06) ? chance.pick(doubleSurnames) : chance.pick(surnames)
  const given = () => chance.pick(chance.happens(0.08) ? rareCharacters : givenCharacters)
  return surname + given() + (chance.happens(0.75) ? given() : '')
}

function drawDate(chance: Chance, fromYear: number, toYear: number): string {
  const [year, month, day] = [chance.whole(fromYear, toYear), chance.whole(1, 12), chance.whole(1, 28)]
  return `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`
}

/** ISO 7064 MOD 11-2 by Horner's rule, written apart from the reader's table of weights on purpose. */
export function checkCharacterOf(front: string): string {
  let rest = 0
  for (const digit of front) rest = ((rest + Number(digit)) * 2) % 11
  const check = (12 - rest) % 11
  return check === 10 ? 'X' : String(check)
}

const travellers: [country: string, surnames: string[], given: string[]][] = [
  ['CHN', ['ZHANG', 'WANG', 'OUYANG', 'LYU'], ['XIAOYU', 'ZIXUAN', 'MINGXUAN', 'YINUO']],
  ['KOR', ['KIM', 'LEE', 'PARK'], ['MINSEO', 'JI WOO', 'HA EUN']],
  ['JPN', ['TANAKA', 'SATO', 'ISHIKAWA'], ['HARUKA', 'KEN', 'YUKI']],
  ['USA', ['OCONNOR', 'SMITH', 'VAN DER BERG'], ['EMILY ROSE', 'JOHN', 'WILLIAM H']],
  ['GBR', ['SMITH-JONES', 'TAYLOR'], ['OLIVER', 'AMELIA']],
  ['FRA', ['DUBOIS', 'LEFEVRE'], ['JEAN PIERRE', 'CLAIRE']],
  ['D', ['MUELLER', 'GROSS', 'KOENIG'], ['HANNAH SOPHIE', 'LUKAS']],
  ['RUS', ['IVANOVA', 'SOKOLOV'], ['EKATERINA', 'DMITRII']],
  ['VNM', ['NGUYEN', 'TRAN'], ['THI MINH ANH', 'VAN DUC']],
  ['MYS', ['LIM', 'BINTI AHMAD'], ['WEI JIE', 'NUR AISYAH']],
  ['THA', ['SUKHUMVIT', 'CHAIYASIT'], ['SOMCHAI', 'SIRIPORN']],
  ['KAZ', ['NURLANOV', 'AKHMETOVA'], ['AIBEK', 'ZHANNA']],
  ['IDN', ['WIJAYA', 'SITI'], ['BUDI', 'NURHALIZA']],
  ['PAK', ['KHAN', 'HUSSAIN'], ['MUHAMMAD ALI', 'ZAINAB']],
]

export function drawPassportTruth(chance: Chance): PassportTruth {
  const [nationality, families, given] = chance.pick(travellers)
  const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ'
  const number = chance.happens(0.6)
    ? chance.pick([...letters]) + String(chance.whole(10_000_000, 99_999_999))
    : String(chance.whole(100_000_000, 999_999_999))
  const truth = {
    surname: chance.pick(families),
    givenNames: chance.pick(given),
    gender: chance.pick(['男', '女'] as const),
    passportNumber:
      nationality === 'CHN' ? `E${chance.pick([...letters])}${chance.whole(1_000_000, 9_999_999)}` : number,
    nationality,
    birth: drawDate(chance, 1985, 2007),
    expiry: drawDate(chance, 2027, 2036),
    personal: chance.happens(0.3) ? String(chance.whole(10_000_000, 99_999_999)) : '',
  }
  return { ...truth, mrz: mrzOf(truth) }
}

/** ICAO 9303 part 4: the two lines of 44 characters of a passport. */
export function mrzOf(truth: Omit<PassportTruth, 'mrz'>): [string, string] {
  const filled = (text: string, length: number) => text.replace(/[ -]/g, '<').padEnd(length, '<').slice(0, length)
  const checked = (text: string) => text + mrzCheckDigit(text)
  const country = filled(truth.nationality, 3)
  const number = checked(filled(truth.passportNumber, 9))
  const birth = checked(truth.birth.slice(2))
  const expiry = checked(truth.expiry.slice(2))
  const personal = truth.personal === '' ? '<'.repeat(15) : checked(filled(truth.personal, 14))
  const sex = truth.gender === '男' ? 'M' : 'F'
  return [
    filled(`P<${country}${truth.surname}<<${truth.givenNames}`, 44),
    number + country + birth + sex + expiry + personal + mrzCheckDigit(number + birth + expiry + personal),
  ]
}

function mrzCheckDigit(text: string): string {
  const value = (character: string) => (character === '<' ? 0 : Number.parseInt(character, 36))
  return String([...text].reduce((sum, character, i) => sum + value(character) * [7, 3, 1][i % 3]!, 0) % 10)
}
