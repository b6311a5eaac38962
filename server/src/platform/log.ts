import { join } from 'node:path'
import { type Logger, multistream, pino, stdSerializers } from 'pino'
import { openLogFile } from './log-file.ts'
import { redact } from './redact.ts'

export type Log = Logger

export interface LogOptions {
  /** Holds tucai.log and the ones before it. */
  logsFolder: string
  /** Gets warnings and worse as one readable line each; nothing when left out. */
  terminal?: (line: string) => void
  level?: string
}

const WARN_LEVEL = 40

/**
 * The program's log: JSON lines in tucai.log, warnings on the terminal too. Every line passes the redaction on its way
 * out, whichever field or message it carries the data in.
 */
export function openLog({ logsFolder, terminal, level = 'info' }: LogOptions): Log {
  const file = openLogFile(join(logsFolder, 'tucai.log'))
  const streams = [{ level: 'trace' as const, stream: file }]
  if (terminal) streams.push({ level: 'warn' as 'trace', stream: { write: (line) => terminal(readable(line)) } })
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: stdSerializers.errWithCause, req: describeRequest, res: describeResponse },
      hooks: { streamWrite: redact },
    },
    multistream(streams),
  )
}

/** A request without its query, its headers and the address it came from. */
function describeRequest(request: { method?: string; url?: string }) {
  return { method: request.method, path: request.url?.split('?')[0] }
}

function describeResponse(reply: { statusCode?: number }) {
  return { status: reply.statusCode }
}

function readable(line: string): string {
  try {
    const { level, msg, err } = JSON.parse(line) as { level: number; msg?: string; err?: { message?: string } }
    const word = level > WARN_LEVEL ? 'error' : 'warning'
    return `${word}: ${[msg, err?.message].filter(Boolean).join(': ')}`
  } catch {
    return line.trimEnd()
  }
}
