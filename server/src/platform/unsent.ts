/** What a connection fails with before the first byte of a request has left. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
])
/** Answers of a gateway that did not reach the service, or of a service that takes nothing for now. */
const NOT_TAKEN = new Set([429, 502, 503])

/** Whether a request that failed in this way surely never arrived; of all others nobody knows. */
export function surelyUnsent(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: { code?: string } }
  return BEFORE_SENDING.has(cause?.code ?? code ?? '')
}

/** Whether an answer with this status says that the request had no effect. */
export function surelyUntaken(status: number): boolean {
  return NOT_TAKEN.has(status) || (status >= 400 && status < 500)
}
