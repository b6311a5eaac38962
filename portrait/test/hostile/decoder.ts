import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import type { PhotoInput } from '../../src/node/decode.ts'
import type { Decoding } from './decode-child.ts'

/** Decodes in a process of its own: a crash is an outcome, and so is silence. */
export interface Decoder {
  decode(input: PhotoInput): Promise<Omit<Decoding, 'id'>>
  end(): void
}

const hangs = 30_000

export function startDecoder(): Decoder {
  let child: ChildProcess | undefined
  let lastId = 0
  const start = () => {
    const file = path.join(import.meta.dirname, 'decode-child.ts')
    return fork(file, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'advanced' })
  }
  return {
    decode(input) {
      child ??= start()
      const asked = child
      const id = ++lastId
      return new Promise((resolve) => {
        const settle = (decoding: Omit<Decoding, 'id'>) => {
          clearTimeout(timer)
          asked.removeAllListeners('message').removeAllListeners('exit')
          resolve(decoding)
        }
        const lost = (outcome: string) => {
          asked.kill('SIGKILL')
          child = undefined
          settle({ outcome, peakBytes: 0 })
        }
        const timer = setTimeout(lost, hangs, 'hung')
        asked.on('message', (answer: Decoding) => answer.id === id && settle(answer))
        asked.on('exit', () => lost('crashed'))
        asked.send({ id, ...input })
      })
    },
    end() {
      child?.removeAllListeners('exit')
      child?.kill('SIGKILL')
    },
  }
}
