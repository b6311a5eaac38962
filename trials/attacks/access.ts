import { pathOf, paths, type RouteName, routes } from '@tucai/contract'
import type { Ground } from './ground.ts'
import { type Options, type Row, Tally } from './row.ts'

/** Who may read and change what: other students, other schools, other sites. */
export async function run(ground: Ground, _: Options): Promise<Row[]> {
  return [await foreignOrigins(ground)]
}

const names = Object.keys(paths) as RouteName[]

async function foreignOrigins({ origin, schools: [{ students, operator }] }: Ground): Promise<Row> {
  const tally = new Tally('22', 'a page of another site sends each route that changes something')
  const nobodys = new Proxy({}, { get: (_, key) => `${String(key).slice(0, 3)}_nobodys` })
  for (const name of names.filter((one) => paths[one][0] !== 'GET')) {
    const browser = routes[name].audience === 'staff' ? operator : students[0]!.browser
    for (const foreign of [
      'https://evil.example',
      'null',
      `${origin}.evil.example`,
      'https://photo.example.edu.cn.evil.example',
    ]) {
      const { status, body } = await browser.send(paths[name][0], pathOf(name, nobodys), {
        headers: { origin: foreign },
      })
      tally.count(status === 403 && body?.code === 'origin-refused', `${name} from ${foreign}: ${status}`)
    }
  }
  return tally.done()
}
