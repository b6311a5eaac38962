/** A web page is asked by nobody. */
export function openPrivacyContract(): void {}
