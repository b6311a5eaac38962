/** What a page hands to a call of `wx`. */
export interface Asked {
  success?(answer: object): void
  fail?(answer: object): void
  complete?(answer: object): void
  // biome-ignore lint/suspicious/noExplicitAny: every call has its own fields, which WeChat doesn't look at either
  [field: string]: any
}

/** A call of `wx` that answers later: by the callbacks it was handed, by a promise where there are none. */
export function answering(name: string, work: (asked: Asked) => object | Promise<object>) {
  return (asked: Asked = {}): Promise<object> | undefined => {
    const answer = (async () => work(asked))().then(
      (given) => ({ errMsg: `${name}:ok`, ...given }),
      (thrown: Error) => Promise.reject({ errMsg: `${name}:fail ${thrown.message}` }),
    )
    if (!asked.success && !asked.fail && !asked.complete) return answer
    const tell = (is: 'success' | 'fail') => (given: object) => {
      asked[is]?.(given)
      asked.complete?.(given)
    }
    void answer.then(tell('success'), tell('fail'))
    return undefined
  }
}
