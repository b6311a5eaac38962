import { ANY_TEXT, type Setting } from './setting.ts'
import { chapters, together } from './settings.ts'

const INTRODUCTION = `# Configuration

Settings are environment variables, read once at start. All are optional unless another setting needs them; what is empty is not set. A wrong one is refused at start in one line that names it and never shows its value; a \`TUCAI_…\` variable that is none of these is told in one line. A path that is not absolute begins at the program’s folder.

Secrets (🔒) may stand in files: \`NAME_FILE\` holds the path of a file with the value, for example \`DATABASE_URL_FILE=/run/secrets/database-url\`.

This page is made by \`npm run -s tucai -- settings > docs/configuration.md\` from \`server/src/settings/settings.ts\`.
`

/** docs/configuration.md, whole. */
export function settingsPage(): string {
  return [INTRODUCTION, ...chapters.map(chapterText)].join('\n')
}

function chapterText({ title, settings }: (typeof chapters)[number]): string {
  const names = Object.keys(settings)
  const rows = names.map((name) => rowOf(name, settings[name]!))
  const groups = Object.values<readonly string[]>(together).filter(([first]) => names.includes(first!))
  const sentences = groups.map((group) => `${group.map(code).join(', ')} are given together or not at all.`)
  const notes = sentences.length > 0 ? [sentences.join(' '), ''] : []
  return [
    `## ${title}\n`,
    '| variable | meaning | must be | default |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...notes,
  ].join('\n')
}

function rowOf(name: string, { words, must, neededFor, isSecret, ...setting }: Setting<unknown>): string {
  const meaning = neededFor ? `${words}. Needed for ${neededFor}` : words
  const form = must === ANY_TEXT ? '' : must
  return `| ${code(name)}${isSecret ? ' 🔒' : ''} | ${meaning} | ${form} | ${defaultText(setting)} |`
}

function defaultText({ default: value, defaultWords }: Pick<Setting<unknown>, 'default' | 'defaultWords'>): string {
  if (defaultWords !== undefined) return defaultWords
  return value === undefined || value === '' ? '' : code(String(value))
}

const code = (text: string) => `\`${text}\``
