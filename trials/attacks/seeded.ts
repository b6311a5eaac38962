import { pathOf } from '@tucai/contract'
import { aNumber } from '../../server/test/number.ts'
import type { Visitor } from '../../server/test/visitor.ts'
import type { Ground } from './ground.ts'

/** Somebody invented, whose values are like nobody else's. */
export interface SeededPerson {
  number: string
  phone: string
  mail: string
  name: string
  detail: string
  recipient: string
  studentNumber: string
}

const SYLLABLES = [...'安博晨丹恩芳歌涵嘉凯岚沐宁欧佩琪然思桐薇熙雅泽舟']

export function seededPeople(count: number): SeededPerson[] {
  const digits = (nth: number) => String(nth).padStart(4, '0')
  const pick = (nth: number) => SYLLABLES[nth % SYLLABLES.length]!
  return Array.from({ length: count }, (_, nth) => ({
    number: aNumber(),
    phone: `1397${String(7_310_000 + nth * 37).slice(0, 7)}`,
    mail: `seeded.person-${digits(nth)}@mail-${nth % 7}.example.net`,
    name: `纪${pick(nth)}${pick((nth / SYLLABLES.length) | 0)}`,
    detail: `临港示范路${digits(nth)}弄${nth % 97}号${digits(9_999 - nth)}室`,
    recipient: `收件人${pick(nth)}${digits(nth)}`,
    studentNumber: `2023${digits(nth)}`,
  }))
}

/** From the roster to an order on paper, and all that goes wrong on the way: what each of them tells the program, it hears. */
export async function journeys(ground: Ground, people: SeededPerson[], atOnce: number): Promise<void> {
  const { campaignId, operator } = ground.schools[0]
  const lines = people.map(({ studentNumber, name, number }) => [studentNumber, name, number, '信息学院'].join(','))
  const { body } = await operator.uploadRoster(campaignId, ['学号,姓名,证件号码,学院', ...lines].join('\n'))
  const { rosterId, trial } = await operator.rosterWhen(body.rosterId, 'tried')
  await operator.call('staffRosterAccept', { params: { rosterId }, body: { trial } })
  await operator.rosterWhen(rosterId, 'accepted')
  const waiting = [...people.entries()]
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const student = new FromOwnNetwork(ground.visitor(), next[0])
      await journey(ground, student, next[1])
      await slips(ground, student, next[1], next[0])
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** Each behind an address of its own, so that no limit of the network keeps them waiting. */
class FromOwnNetwork {
  readonly visitor: Visitor
  readonly headers: Record<string, string>
  constructor(visitor: Visitor, nth: number) {
    this.visitor = visitor
    this.headers = { 'x-forwarded-for': `10.${(nth >> 8) + 1}.${nth & 255}.9` }
    const send = visitor.send.bind(visitor)
    visitor.send = (method, path, given = {}) =>
      send(method, path, { ...given, headers: { ...this.headers, ...given.headers } })
  }
}

async function journey(ground: Ground, { visitor }: FromOwnNetwork, person: SeededPerson): Promise<void> {
  const { number, phone, mail, name, detail, recipient } = person
  await visitor.register({ number, name }, { phone, mail })
  await visitor.call('sessionStart', { body: { number, password: number.slice(-6) } })
  await visitor.agree()
  const [collection] = await visitor.call('collectionList', {})
  const params = { graduateId: collection!.graduateId }
  await visitor.call('informationConfirm', { params, body: { phone, mail } })
  await ground.query(
    `WITH taken AS (INSERT INTO photo (id, graduate_id, identity_id, school_id, source, standard, state, taken_at,
        developed_at, original_key, original_sha256, original_bytes, finished_key, finished_sha256)
      SELECT 'pho_' || substr(g.id, 5), g.id, g.identity_id, g.school_id, 'camera', 'chsi-2017-blue', 'finished', now(),
        now(), 'photo/' || g.id || '/original.bin', 'x', 1,
        'photo/' || g.id || '/finished.jpg', 'x' FROM graduate g WHERE g.id = $1
      RETURNING id, graduate_id)
    UPDATE collection c SET photo_id = taken.id, photo_confirmed_at = now() FROM taken WHERE c.graduate_id = taken.graduate_id`,
    [params.graduateId],
  )
  const address = { recipient, phone, regionCode: '310115', detail }
  await visitor.call('paperChoose', { params, body: { paper: true, address, keepAddress: true } })
  await visitor.ask('orderPlace', params)
  await visitor.call('correctionSend', { params, body: { text: `证件号应为${number}，电话${phone}` } })
  await visitor.call('dataExportAsk', {})
}

/** What people do wrong, with their data in places where none belongs. */
async function slips(ground: Ground, student: FromOwnNetwork, person: SeededPerson, nth: number): Promise<void> {
  const { number, phone, mail } = person
  const elsewhere = new FromOwnNetwork(ground.visitor(), nth + 20_000).visitor
  await elsewhere.ask('sessionStart', {}, { number, password: number.slice(-6) })
  if (nth % 10 === 0) await elsewhere.ask('passwordForget', {}, { number })
  await elsewhere.send('GET', `/api/photos/${number}?phone=${phone}&mail=${encodeURIComponent(mail)}`)
  await elsewhere.send('GET', `/${number}/${encodeURIComponent(person.detail)}`)
  await elsewhere.send('POST', '/api/sessions', { json: { [number]: phone } })
  await elsewhere.send('POST', '/api/sessions', {
    body: `{"number":"${number}",`,
    headers: { 'content-type': 'application/json' },
  })
  await elsewhere.send('POST', '/api/registrations', {
    json: { number, phone, mail },
    headers: { 'user-agent': number },
  })
  const desk = ground.schools[0].operator
  const list = pathOf('staffGraduateList', { campaignId: ground.schools[0].campaignId })
  if (nth % 10 === 0) await desk.send('GET', `${list}?search=${number}`)
  await student.visitor.send('POST', '/api/account/password', { json: { present: number, next: phone } })
}
