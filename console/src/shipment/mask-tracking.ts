/** SF1402****8831 */
export function maskTracking(number: string): string {
  return number.length > 9 ? `${number.slice(0, 6)}****${number.slice(-4)}` : number
}
