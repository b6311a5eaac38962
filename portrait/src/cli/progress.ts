import type { JobDone } from '../node/worker.ts'

export interface Progress {
  step(name: string, outcome: JobDone): void
  end(): void
}

const barWidth = 30

/** On standard error: a bar on a terminal, otherwise a line a photo. What failed is named in both. */
export function showProgress(total: number): Progress {
  const { stderr } = process
  let count = 0
  const clear = () => stderr.write('\r\x1b[K')
  return {
    step(name, outcome) {
      count++
      const line = `${name}: ${describe(outcome)}\n`
      if (!stderr.isTTY) {
        stderr.write(`[${count}/${total}] ${line}`)
        return
      }
      clear()
      if (!('ok' in outcome && outcome.ok)) stderr.write(line)
      const filled = Math.round((barWidth * count) / total)
      stderr.write(`${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${count}/${total}`)
    },
    end() {
      if (stderr.isTTY) stderr.write('\n')
    },
  }
}

function describe(outcome: JobDone): string {
  if ('error' in outcome) return `failed: ${outcome.error}`
  const { file, findings } = outcome.report
  const codes = findings.map(({ code, severity }) => (severity === 'block' ? code : code.toLowerCase())).join(' ')
  const made = file ? `${file.bytes} bytes, quality ${file.quality}` : outcome.ok ? 'looked at' : 'no portrait'
  return codes ? `${made}; ${codes}` : made
}
