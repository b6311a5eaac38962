import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../runtime.mjs'
import { floorsOf } from './floors.mjs'

const WIDTH = 1120
const INK = '#1f2937'
const FAINT = '#6b7280'
const LINE = '#94a3b8'
const FILL = { people: '#fef3c7', ours: '#dbeafe', engine: '#e5e7eb', outside: '#ffffff', slice: '#eff6ff' }

/** docs/pictures/map.svg: the processes with what runs between them, and the slices of the server by floors. */
export function mapPicture() {
  const floors = floorsOf(join(root, 'server', 'src'))
  const engines = readdirSync(join(root, 'server', 'src', 'platform'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
  const top = 510
  const height = top + floors.length * 46 + 118
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="'Noto Sans SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif" role="img" aria-label="The parts of tucai and how they work together">
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="${LINE}"/></marker></defs>
${processes()}
${title(40, top - 24, 'Inside server/: a floor uses the floors below it, and never the other way')}
${floors.map((slices, height) => floor(slices, top + (floors.length - 1 - height) * 46)).join('\n')}
${box(40, top + floors.length * 46 + 8, WIDTH - 80, 62, 'platform/', `${engines.join(' · ')} · files · jobs · children · keyring · log`, FILL.engine)}
</svg>
`
}

function processes() {
  const boxes = [
    box(40, 56, 180, 70, 'student/', 'mini program · web page', FILL.people),
    box(240, 56, 160, 70, 'console/', 'schools · the centre', FILL.people),
    box(440, 56, 240, 70, 'operators', 'npm run tucai', FILL.people),
    box(
      720,
      56,
      360,
      70,
      'WeChat · WeChat Pay · SMS · mail · OCR',
      'answers are checked, notices signed',
      FILL.outside,
    ),
    box(40, 190, 360, 76, 'server/ as web', 'HTTP by the route table of contract/ · any number', FILL.ours),
    box(440, 190, 240, 76, 'commands', 'the same slices, without HTTP', FILL.ours),
    box(720, 190, 360, 76, 'server/ as worker', 'takes jobs from the queue · any number', FILL.ours),
    box(40, 340, 200, 76, 'reader/', 'children: cards, sheets', FILL.ours),
    box(280, 340, 360, 76, 'PostgreSQL', 'records · jobs (pg-boss) · row-level security', FILL.engine),
    box(660, 340, 180, 76, 'files', 'a folder, or S3', FILL.engine),
    box(880, 340, 200, 76, 'portrait/', 'children: photo → portrait', FILL.ours),
  ]
  const arrows = [
    arrow(130, 126, 130, 190),
    arrow(320, 126, 320, 190),
    arrow(560, 126, 560, 190),
    arrow(900, 190, 900, 126),
    arrow(140, 266, 140, 340),
    arrow(340, 266, 340, 340),
    arrow(560, 266, 560, 340),
    arrow(750, 266, 750, 340),
    arrow(980, 266, 980, 340),
    arrow(720, 266, 600, 340),
    arrow(400, 266, 690, 340),
  ]
  return [title(40, 34, 'One program in TypeScript, in the roles it is given'), ...arrows, ...boxes].join('\n')
}

const title = (x, y, words) => `<text x="${x}" y="${y}" font-size="17" font-weight="600" fill="${INK}">${words}</text>`

function box(x, y, width, height, name, words, fill) {
  const middle = x + width / 2
  return `<g><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${fill}" stroke="${LINE}"/>
<text x="${middle}" y="${y + height / 2 - 5}" font-size="16" font-weight="600" text-anchor="middle" fill="${INK}">${name}</text>
<text x="${middle}" y="${y + height / 2 + 17}" font-size="13" text-anchor="middle" fill="${FAINT}">${words}</text></g>`
}

const arrow = (fromX, fromY, toX, toY) =>
  `<path d="M${fromX} ${fromY}L${toX} ${toY}" stroke="${LINE}" stroke-width="1.5" fill="none" marker-end="url(#tip)"/>`

function floor(slices, y) {
  const gap = 10
  const width = Math.min(170, (WIDTH - 80 - gap * (slices.length - 1)) / slices.length)
  const left = (WIDTH - slices.length * width - (slices.length - 1) * gap) / 2
  return slices
    .map((slice, place) => {
      const x = left + place * (width + gap)
      return `<rect x="${x}" y="${y}" width="${width}" height="36" rx="6" fill="${FILL.slice}" stroke="${LINE}"/><text x="${x + width / 2}" y="${y + 23}" font-size="14" text-anchor="middle" fill="${INK}">${slice}</text>`
    })
    .join('')
}
