import type { DeliveryLeftReason, DeliverySettings } from '@tucai/contract'
import { codeTexts } from '../code/codes.ts'
import { documentNumbers } from '../identity/identities.ts'
import { type Derivative, derivativesOf } from '../photo/photos.ts'
import type { Tx } from '../platform/db.ts'
import type { Secrets } from '../platform/secrets.ts'
import { ordersWithOpenRefund } from '../refund/refunds.ts'
import type { Candidate, Meant } from './candidates.ts'
import { type NameFields, nameFile, openSpelling, parseNames, placeOf, wordsIn } from './names.ts'

/** A photo that can be packed: its place, and its pictures by the standards of the package, in their order. */
export interface Packable {
  candidate: Candidate
  folder: string
  name: string
  idNumber: string | null
  code: string | null
  pictures: (Derivative & { key: string; sha256: string; bytes: number })[]
}

export interface Left {
  graduateId: string
  name: string
  studentNumber: string
  reason: DeliveryLeftReason
  detail: string
}

/** Some of those who are meant, in their order: who can be packed under which name, and who can’t and why. */
export interface Sorted {
  packable: Packable[]
  left: Left[]
}

export interface Sorting {
  /** How many can be packed, and what is known of any of them. */
  photos: number
  hasCodes: boolean
  hasNumbers: boolean
  /** Two files of one name are both left out: nobody can say whose it is. */
  pages(): AsyncGenerator<Sorted>
}

/** Runs what reads in a transaction: one for all pages, or one for each. */
export type Within = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

type Settings = Omit<DeliverySettings, 'scope'>

/** So many graduates are in memory at a time. */
const PAGE = 500

/** Sorts out those who are meant: once through for who is in the way of another, then as often as asked. @throws Problem delivery-name-wrong */
export async function sortOut(
  within: Within,
  secrets: Secrets,
  { graduateIds, read }: Meant,
  settings: Settings,
): Promise<Sorting> {
  const sortPage = await openPageSorting(secrets, settings)
  async function* each(): AsyncGenerator<Sorted> {
    for (let from = 0; from < graduateIds.length; from += PAGE) {
      const ids = graduateIds.slice(from, from + PAGE)
      yield await within(async (tx) => sortPage(tx, await read(tx, ids)))
    }
  }
  /** Whose each place is; null: more than one would have it. */
  const owners = new Map<string, string | null>()
  const has = { hasCodes: false, hasNumbers: false }
  for await (const { packable } of each())
    for (const one of packable) {
      const place = placeOf(one)
      owners.set(place, owners.has(place) ? null : one.candidate.graduateId)
      has.hasCodes ||= one.code !== null
      has.hasNumbers ||= one.idNumber !== null
    }
  const photos = [...owners.values()].filter((owner) => owner !== null).length
  function isAlone(one: Packable): boolean {
    const place = placeOf(one)
    const { graduateId } = one.candidate
    // Whoever can be packed only since then takes a place that is free.
    if (!owners.has(place)) owners.set(place, graduateId)
    return owners.get(place) === graduateId
  }
  return {
    ...has,
    photos,
    async *pages() {
      for await (const { packable, left } of each()) {
        const doubles = packable.filter((one) => !isAlone(one)).map(({ candidate }) => leftOut(candidate, 'name-taken'))
        yield { packable: packable.filter(isAlone), left: [...left, ...doubles] }
      }
    },
  }
}

function leftOut({ graduateId, name, studentNumber }: Candidate, reason: DeliveryLeftReason, detail = ''): Left {
  return { graduateId, name, studentNumber, reason, detail }
}

type SortPage = (tx: Tx, candidates: Candidate[]) => Promise<Sorted>

async function openPageSorting(secrets: Secrets, settings: Settings): Promise<SortPage> {
  const { standards } = settings
  const template = parseNames(settings)
  const words = wordsIn(template)
  const spell = await openSpelling(settings.utf8)
  // CHSI links a photo to its enrolment by the code.
  const wantsCodes = words.has('code') || settings.target === 'chsi'
  return async (tx, candidates) => {
    const ids = <T>(of: (one: Candidate) => T) => candidates.map(of)
    const orderIds = ids(({ orderId }) => orderId).filter((id) => id !== null)
    const refunding = await ordersWithOpenRefund(tx, orderIds)
    const identityIds = words.has('idNo') ? ids(({ identityId }) => identityId) : []
    const numbers = await documentNumbers(tx, secrets, identityIds)
    const codes = await codeTexts(tx, secrets, wantsCodes ? ids(({ graduateId }) => graduateId) : [])
    const photoIds = ids(({ photoId }) => photoId)
    const made = await derivativesOf(tx, photoIds, standards)
    const sorted: Sorted = { packable: [], left: [] }
    for (const candidate of candidates) {
      const out = (reason: DeliveryLeftReason, detail = '') => void sorted.left.push(leftOut(candidate, reason, detail))
      const barred = barOf(candidate, refunding)
      if (barred !== undefined) {
        out(barred)
        continue
      }
      const pictures = picturesOf(candidate, standards, made.get(candidate.photoId))
      if ('reason' in pictures) {
        out(pictures.reason, pictures.standard)
        continue
      }
      const idNumber = numbers.get(candidate.identityId)?.number ?? null
      const code = codes.get(candidate.graduateId) ?? null
      const named = nameFile(template, fieldsOf(candidate, idNumber, code), spell)
      if ('missing' in named) out('field-missing', named.missing)
      else if ('illegal' in named) out('name-illegal', named.illegal)
      else sorted.packable.push({ candidate, ...named, idNumber, code, pictures: pictures.found })
    }
    return sorted
  }
}

function barOf({ standing, orderId, isConsentWithdrawn }: Candidate, refunding: Set<string>) {
  if (standing === 'withdrawn' || standing === 'refused') return 'graduate-withdrawn'
  if (isConsentWithdrawn) return 'consent-withdrawn'
  return orderId !== null && refunding.has(orderId) ? 'refund-open' : undefined
}

/** What is there for the approved bytes. What was made for others is as good as missing. */
function picturesOf(
  { finishedSha256, ownStandard }: Candidate,
  standards: string[],
  made: Map<string, Derivative> | undefined,
): { found: Packable['pictures'] } | { reason: DeliveryLeftReason; standard: string } {
  const found: Packable['pictures'] = []
  for (const standard of standards) {
    const derivative = made?.get(standard)
    if (derivative === undefined || derivative.finishedSha256 !== finishedSha256)
      return { reason: 'derivative-missing', standard }
    const { key, sha256, bytes } = derivative
    if (standard === ownStandard && sha256 !== finishedSha256) return { reason: 'derivative-missing', standard }
    if (key === null || sha256 === null || bytes === null) return { reason: 'derivative-refused', standard }
    found.push({ ...derivative, key, sha256, bytes })
  }
  return { found }
}

function fieldsOf(candidate: Candidate, idNo: string | null, code: string | null): NameFields {
  const { studentNumber, examNumber, name, className, college, major, schoolName } = candidate
  const known = { studentNo: studentNumber, examNo: examNumber, idNo, code, name, class: className }
  const { level, graduationYear } = candidate
  return { ...known, college, major, school: schoolName, level, year: String(graduationYear) }
}
