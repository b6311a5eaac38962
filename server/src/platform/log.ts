import { join } from 'node:path'
import { type Logger, multistream, pino, stdSerializers } from 'pino'
import { openLogFile } from './log-file.ts'
import { redact } from './redact.ts'
import { workContext } from './work-context.ts'

export type Log = Logger

export interface LogOptions {
  /** Holds tucai.log and the ones before it. */
  logsFolder: string
  /** Gets warnings and worse as one readable line each, where the lines themselves go nowhere else. */
  terminal?: (line: string) => void
  /** The lowest level that is written. */
  level?: string
  /** Gets every line as it is in the file, for containers whose log is collected there. */
  copyTo?: { write(line: string): unknown }
}

const WARN_LEVEL = 40

/**
 * The program's log: JSON lines in tucai.log, warnings on the terminal too. Every line passes the redaction on its way
 * out, whichever field or message it carries the data in.
 */
export function openLog({ logsFolder, terminal, copyTo, level = 'info' }: LogOptions): Log {
  const file = openLogFile(join(logsFolder, 'tucai.log'))
  const streams = [{ level: 'trace' as const, stream: file }]
  if (copyTo) streams.push({ level: 'trace', stream: { write: (line) => copyTo.write(line) } })
  if (terminal && !copyTo)
    streams.push({ level: 'warn' as 'trace', stream: { write: (line) => terminal(readable(line)) } })
  const log: Log = pino(
    {
      level,
      // The log of a request names it already; other lines say for which request or job they are.
      mixin: (_fields, _level, logger) => (logger === log ? workContext() : {}),
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: stdSerializers.errWithCause, req: describeRequest, res: describeResponse },
      hooks: { streamWrite: redact },
    },
    multistream(streams),
  )
  return log
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
