/** ICAO 9303 part 3, 4.9: weights 7, 3, 1; letters count from 10, the filler is 0. */
export function checkDigitOf(text: string): string {
  let sum = 0
  for (const [i, character] of [...text].entries()) {
    sum += (character === '<' ? 0 : Number.parseInt(character, 36)) * [7, 3, 1][i % 3]!
  }
  return String(sum % 10)
}
