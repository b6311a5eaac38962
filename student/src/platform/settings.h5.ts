/** A web page cannot open the browser's settings: the way there is said in words. */
export const settingsByWords = true

export function openSettings(_onBack: () => void): void {}
