import type { Ground } from './ground.ts'

const EVERY_MS = 50

/** Asks for the health of the product again and again; answers how many ms each answer took. */
export function watchHealth({ origin }: Ground): { stop(): Promise<number[]> } {
  const looks: number[] = []
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      const startedAt = performance.now()
      const isWell = await fetch(`${origin}/health`).then(
        async (reply) => reply.ok && (await reply.text()) !== '',
        () => false,
      )
      looks.push(isWell ? performance.now() - startedAt : Number.POSITIVE_INFINITY)
      await new Promise((done) => setTimeout(done, EVERY_MS))
    }
  })()
  return {
    async stop() {
      isOver = true
      await watching
      return looks
    },
  }
}
