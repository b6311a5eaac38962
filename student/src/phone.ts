/** A mainland mobile number as people read it, `139 0000 0126`; anything else stays as it is. Takes E.164 or typed digits. */
export function groupedPhone(text: string): string {
  const own = localPhone(text)
  return /^1\d{10}$/.test(own) ? `${own.slice(0, 3)} ${own.slice(3, 7)} ${own.slice(7)}` : text
}

/** Without spaces, and without +86 in front of a mainland number. */
export function localPhone(text: string): string {
  return text.replace(/[\s-]/g, '').replace(/^\+86(?=1\d{10}$)/, '')
}

/** How many digits a mainland mobile number still lacks; 0 when it is long enough or of another kind. */
export function missingDigits(text: string): number {
  const own = localPhone(text)
  return /^1\d{0,9}$/.test(own) ? 11 - own.length : 0
}
