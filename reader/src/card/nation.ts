/** GB/T 3304: the 56 groups, without 族; and what else the cards print. */
export const nations = (
  '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 ' +
  '阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 穿青人 其他'
).split(' ')

const letters = new Set(nations.join(''))
export const isNationLetter = (character: string) => letters.has(character)

/**
 * The group that a reading stands for: the longest one it begins with, or else the only one of the same length that
 * differs in one character of at least three.
 */
export function nationOf(text: string): string | undefined {
  const name = text.replace(/族$/u, '')
  const exact = nations.filter((nation) => name.startsWith(nation)).toSorted((a, b) => b.length - a.length)[0]
  if (exact) return exact
  const near = nations.filter(
    (nation) => nation.length >= 3 && nation.length === name.length && differences(nation, name) === 1,
  )
  return near.length === 1 ? near[0] : undefined
}

const differences = (a: string, b: string) => [...a].filter((character, i) => character !== b[i]).length
