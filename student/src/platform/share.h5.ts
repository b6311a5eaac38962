/** Browsers share a page's address themselves. */
export function useShareCard(): void {}
