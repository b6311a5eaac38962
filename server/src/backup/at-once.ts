/**
 * Works on the items, so many at once. The first failure ends it, once what runs has ended.
 */
export async function eachAtOnce<T>(
  items: AsyncIterable<T> | Iterable<T>,
  most: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []
  for await (const item of items) {
    const one: Promise<void> = work(item)
      .catch((error) => void failures.push(error))
      .then(() => void running.delete(one))
    running.add(one)
    if (running.size >= most) await Promise.race(running)
    if (failures.length > 0) break
  }
  await Promise.all(running)
  if (failures.length > 0) throw failures[0]
}

/** The results in the order of the items, so many of them made ahead of whoever takes them. */
export async function* madeAhead<T, R>(items: T[], most: number, make: (item: T) => Promise<R>): AsyncGenerator<R> {
  const ahead: Promise<R>[] = []
  let next = 0
  const makeNext = () => {
    if (next >= items.length) return
    const made = make(items[next++]!)
    // Whoever takes it hears of its failure; until then nobody has to.
    made.catch(() => {})
    ahead.push(made)
  }
  while (next < most && next < items.length) makeNext()
  for (let first = ahead.shift(); first; first = ahead.shift()) {
    const made = await first
    makeNext()
    yield made
  }
}
