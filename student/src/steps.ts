import type { CollectionStep } from '@tucai/contract'
import type { PageName } from './go.ts'

/** Where 开始线上采集 leads when this step is next. */
const pageOfStep: Record<CollectionStep, PageName> = {
  information: 'information',
  photo: 'guide',
  confirm: 'confirm',
  paper: 'paper',
  order: 'order',
  done: 'collected',
}

/** The place of a step among the five that the student sees, 1 to 5; 6 when all are done. */
const placeOfStep: Record<CollectionStep, number> = {
  information: 1,
  photo: 2,
  confirm: 3,
  paper: 4,
  order: 5,
  done: 6,
}

export function pageOf(step: CollectionStep): PageName {
  return pageOfStep[step]
}

export function placeOf(step: CollectionStep): number {
  return placeOfStep[step]
}

/** Whether a step may be looked at: those before the next one, and the next one itself. */
export function isReached(step: CollectionStep, next: CollectionStep): boolean {
  return placeOfStep[step] <= placeOfStep[next]
}

type Progress = { step: CollectionStep; open: boolean }

/** The collections a student can still work on: open ones that are not complete. */
export function runningCollections<T extends Progress>(collections: T[]): T[] {
  return collections.filter((collection) => collection.open && collection.step !== 'done')
}

/** The collection the main screen speaks of: a running one first, else one that waits for its dates, else a complete one. */
export function currentCollection<T extends Progress>(collections: T[]): T | undefined {
  return (
    runningCollections(collections)[0] ?? collections.find((collection) => collection.step !== 'done') ?? collections[0]
  )
}
