import { AsyncLocalStorage } from 'node:async_hooks'

/** Which request a piece of work goes back to, and which job does it; for lines of the log. */
export interface WorkContext {
  /** The request that is handled, or that added the job. */
  reqId?: string | undefined
  jobId?: string
}

const contexts = new AsyncLocalStorage<WorkContext>()

export function workContext(): WorkContext {
  return contexts.getStore() ?? {}
}

/** Runs work that belongs to a request or a job. */
export function inContext<T>(context: WorkContext, work: () => T): T {
  return contexts.run(context, work)
}
