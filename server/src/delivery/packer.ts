import type { FilesSetting } from '../platform/open-files.ts'
import { startWorker } from '../platform/worker-process.ts'
import type { ExportedFile, ExportOrder, ExportPhoto } from './exporter.ts'

/** A photo to be packed, by where it is kept and what it has to be. */
export interface PackedPhoto extends Omit<ExportPhoto, 'pictures'> {
  graduateId: string
  pictures: { standard: string; key: string; sha256: string }[]
}

/** A package that is being made. */
export interface OpenPackage {
  /** Packs those whose files are still the ones on record. Who the others are. */
  add(photos: PackedPhoto[]): Promise<{ changed: string[] }>
  /** Everything that was made; nothing, where not one photo was packed. */
  end(): Promise<ExportedFile[]>
  /** Ends the process; what it had written stays where it is. */
  close(): Promise<void>
}

export interface Packer {
  open(order: ExportOrder): Promise<OpenPackage>
}

/** A page of photos takes a second or two, the end of a package as well; all of it some 120 MB. */
const LIMITS = { startLimitMs: 30_000, timeLimitMs: 180_000, memoryLimitBytes: 300_000_000 }

/** Photos pass through and leave garbage: a small young generation has it collected early. */
const NODE_FLAGS = ['--max-semi-space-size=2', '--max-old-space-size=160']

/** Each package is made in a process of its own, that can be killed and writes nothing but packages. */
export function openPacker({ filesFolder, s3 }: FilesSetting): Packer {
  const kept: FilesSetting = { filesFolder, s3 }
  return {
    async open(order) {
      const worker = startWorker(new URL('./packing-worker.ts', import.meta.url), LIMITS, { nodeFlags: NODE_FLAGS })
      async function close(): Promise<void> {
        worker.end('stopped')
        await worker.ended
      }
      async function ask<Answer>(step: object): Promise<Answer> {
        const { error, ...answer } = (await worker.run(step)) as { error?: string }
        if (error !== undefined) throw new Error(`a package could not be made: ${error}`)
        return answer as Answer
      }
      try {
        await worker.ready
        await ask({ step: 'begin', kept, order })
      } catch (error) {
        await close()
        throw error
      }
      return {
        add: (photos) => ask({ step: 'add', photos }),
        end: async () => (await ask<{ files: ExportedFile[] }>({ step: 'end' })).files,
        close,
      }
    },
  }
}
