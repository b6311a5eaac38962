/** A mini program has no keyboard focus to keep inside a sheet. */
export function useModal(_: (() => void) | undefined): string {
  return 'sheet'
}
