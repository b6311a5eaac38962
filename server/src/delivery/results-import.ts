import type { DeliveryRemark, DeliveryResult, DeliveryResultKind, DeliveryResultsImported } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { documentNumbers } from '../identity/identities.ts'
import { normaliseNumber } from '../identity/identity.ts'
import { type Actor, type Db, inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { SheetReading } from '../platform/sheets/sheet.ts'
import { type DeliveredItem, deliveredItems, noteResults } from './deliveries.ts'
import { type DeliveryEvents, resultMoves } from './delivery.ts'
import { type ResultLine, readResults, remark } from './results.ts'

export interface ResultsAsk {
  kind: DeliveryResultKind
  dryRun: boolean
  /** Stores the rows that are right although others are not. */
  takeGood: boolean
}

type Ground = Pick<Engines, 'secrets' | 'clock'> & { events: DeliveryEvents }
type Said = { item: DeliveredItem; line: ResultLine }

const MOST_REMARKS = 500

class OnlyTried extends Error {}

/**
 * Puts on record what CHSI said of delivered photos: all rows or none, unless the good ones are asked for. The same file
 * again changes nothing. Whose comparison failed takes the photo anew, free of charge.
 */
export async function importResults(
  db: Db,
  ground: Ground,
  actor: Actor,
  campaignId: string,
  sheet: SheetReading,
  { kind, dryRun, takeGood }: ResultsAsk,
): Promise<DeliveryResultsImported> {
  const { lines, problems, ignoredColumns } = readResults(sheet, kind)
  let outcome = countsOf([], 0, 0)
  const work = async (tx: Tx) => {
    const { news, unchanged, refused } = await sortedOut(tx, ground, campaignId, lines)
    problems.push(...refused)
    const now = ground.clock.now()
    await noteResults(
      tx,
      news.map(({ item, line }) => ({ ...item, result: line.result, reason: line.reason })),
      now,
    )
    let retakes = 0
    for (const { item, line } of news)
      if (
        line.result === 'compare-failed' &&
        (await ground.events.comparisonFailed(tx, { ...item, reason: line.reason }))
      )
        retakes += 1
    outcome = countsOf(news, unchanged, retakes)
    if (dryRun || news.length === 0 || (problems.length > 0 && !takeGood)) throw new OnlyTried()
    await recordAudit(tx, now, actor, 'delivery-results-imported', [
      campaignId,
      ...news.map(({ item }) => item.graduateId),
    ])
  }
  const stored = await inTransaction(db, SYSTEM, work).then(
    () => true,
    (error: unknown) => {
      if (error instanceof OnlyTried) return false
      throw error
    },
  )
  problems.sort((one, other) => one.row - other.row)
  const kept = stored || dryRun ? outcome : countsOf([], outcome.unchanged, 0)
  const rest = { ignoredColumns, problemCount: problems.length, problems: problems.slice(0, MOST_REMARKS) }
  return { dryRun, stored, ...kept, ...rest }
}

function countsOf(news: Said[], unchanged: number, retakes: number) {
  const count = (result: DeliveryResult) => news.filter(({ line }) => line.result === result).length
  const results = {
    ...{ matched: count('matched'), compareFailed: count('compare-failed') },
    ...{ proofread: count('proofread'), proofreadWrong: count('proofread-wrong') },
  }
  return { changed: news.length, unchanged, results, retakes }
}

/** What each line says of whom. */
async function sortedOut(tx: Tx, { secrets }: Ground, campaignId: string, lines: ResultLine[]) {
  const items = await deliveredItems(tx, campaignId)
  const find = await finder(tx, secrets, items, lines)
  const refused: DeliveryRemark[] = []
  const seen = new Map<string, Said>()
  const news: Said[] = []
  let unchanged = 0
  for (const line of lines) {
    const item = find(line)
    if (item === 'person-unknown' || item === 'person-conflict') {
      refused.push(remark(line.row, line.at.key, item))
      continue
    }
    const before = seen.get(item.graduateId)
    if (before) {
      if (before.line.result !== line.result) refused.push(remark(line.row, line.at.key, 'person-twice'))
      continue
    }
    seen.set(item.graduateId, { item, line })
    if (item.result === line.result || isImplied(item.result, line.result)) unchanged += 1
    else if (resultMoves[item.result ?? 'none'].includes(line.result)) news.push({ item, line })
    else refused.push(remark(line.row, line.at.result, 'result-late'))
  }
  return { news, unchanged, refused }
}

/** Nobody proofreads what did not match. */
function isImplied(known: DeliveryResult | null, said: DeliveryResult): boolean {
  return said === 'matched' && (known === 'proofread' || known === 'proofread-wrong')
}

async function finder(tx: Tx, secrets: Ground['secrets'], items: DeliveredItem[], lines: ResultLine[]) {
  const byStudent = new Map(items.map((item) => [item.studentNumber, item]))
  const byExam = new Map(items.map((item) => [item.examNumber ?? '', item]))
  const byDocument = new Map<string, DeliveredItem>()
  if (lines.some(({ keys }) => keys.idNo !== undefined)) {
    const numbers = await documentNumbers(
      tx,
      secrets,
      items.map(({ identityId }) => identityId),
    )
    for (const item of items) byDocument.set(numbers.get(item.identityId)!.number, item)
  }
  return ({ keys }: ResultLine): DeliveredItem | 'person-unknown' | 'person-conflict' => {
    const found: (DeliveredItem | undefined)[] = []
    if (keys.studentNo !== undefined) found.push(byStudent.get(keys.studentNo))
    if (keys.examNo !== undefined) found.push(byExam.get(keys.examNo))
    if (keys.idNo !== undefined) found.push(byDocument.get(normaliseNumber(keys.idNo)))
    const [first] = found
    if (first === undefined) return 'person-unknown'
    return found.every((one) => one === first) ? first : 'person-conflict'
  }
}
