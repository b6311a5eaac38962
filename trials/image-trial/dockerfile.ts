/** One instruction of a Dockerfile, its continued lines joined. */
export interface Step {
  verb: string
  text: string
}

export interface Stage {
  base: string
  name: string | undefined
  steps: Step[]
}

/** The stages of a Dockerfile, of the instructions that ours uses. */
export function readDockerfile(text: string): Stage[] {
  const stages: Stage[] = []
  const lines = text.replaceAll(/^\s*#.*\n/gm, '').replaceAll(/\\\n\s*/g, '')
  for (const line of lines.split('\n').filter((one) => one.trim())) {
    const [verb, ...words] = line.trim().split(/\s+/)
    if (verb === 'FROM') stages.push({ base: words[0]!, name: words[1] === 'AS' ? words[2] : undefined, steps: [] })
    else stages.at(-1)!.steps.push({ verb: verb!, text: line.trim().slice(verb!.length).trim() })
  }
  return stages
}

/** What a COPY copies: from another stage or from the context, and to where. */
export function readCopy(text: string): { from: string | undefined; sources: string[]; to: string } {
  const words = text.split(/\s+/)
  const from = words[0]!.startsWith('--from=') ? words.shift()!.slice('--from='.length) : undefined
  return { from, to: words.at(-1)!, sources: words.slice(0, -1) }
}

/** NAME=value pairs of an ENV. */
export function readEnv(text: string): Record<string, string> {
  return Object.fromEntries(text.split(/\s+/).map((pair) => pair.split(/=(.*)/s).slice(0, 2)))
}

/** Whether the rules of a .dockerignore leave a path of the repository in; of several rules that fit the last one counts. */
export function readIgnore(text: string): (path: string) => boolean {
  const rules = text
    .split('\n')
    .filter((line) => line.trim() && !line.startsWith('#'))
    .map((line) => ({ keeps: line.startsWith('!'), fits: patternOf(line.replace(/^!/, '').trim()) }))
  return (path) => rules.findLast(({ fits }) => fits.test(path))?.keeps ?? true
}

/** A pattern fits a path and all below it; `**` stands for any folders. */
function patternOf(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.+()]/g, '\\$&')
  const source = escaped.replaceAll('**/', '<any>').replaceAll('*', '[^/]*').replaceAll('<any>', '(?:.*/)?')
  return new RegExp(`^${source}(/.*)?$`)
}
