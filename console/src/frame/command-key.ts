/** The key that this keyboard has for what ⌘ does on a Mac. */
export const commandKey = /Mac/.test(navigator.userAgent) ? '⌘' : 'Ctrl'
