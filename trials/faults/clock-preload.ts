import { readFileSync } from 'node:fs'

/** Loaded before the product: its clock goes wrong by as many ms as the file says that TUCAI_FAULTS_CLOCK names. */
const TrueDate = Date
let aheadMs = 0
setInterval(() => {
  try {
    aheadMs = Number(readFileSync(process.env.TUCAI_FAULTS_CLOCK!, 'utf8')) || 0
  } catch {
    // The file is being written, or is gone: the clock stays as it is.
  }
}, 100).unref()

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, given, asked) =>
    Reflect.construct(target, given.length === 0 ? [TrueDate.now() + aheadMs] : given, asked),
  apply: () => new TrueDate(TrueDate.now() + aheadMs).toString(),
  get: (target, name) => (name === 'now' ? () => TrueDate.now() + aheadMs : Reflect.get(target, name)),
})
