import type { CodeState, CollectionStep, GraduateStanding, OpenCampaign } from '@tucai/contract'
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

/** The screen that gives way: the code where the photo is reached and the campaign asks for one, else that of the step. */
export function pageOfView({ step, codeState }: { step: CollectionStep; codeState: CodeState }): PageName {
  return step === 'photo' && codeState === 'missing' ? 'collection-code' : pageOf(step)
}

/** Whether the screens of the photo wait for the code. */
export function waitsForCode(screenStep: CollectionStep, { codeState }: { codeState: CodeState }): boolean {
  return screenStep === 'photo' && codeState === 'missing'
}

type Progress = { step: CollectionStep; open: boolean; standing: GraduateStanding }

/** Whether the student has no enrolment that a school submitted or may still confirm. */
export function lacksEnrolment(collections: Pick<Progress, 'standing'>[]): boolean {
  return collections.every(({ standing }) => standing === 'refused')
}

/** The campaigns for which an enrolment on no roster can be stated. */
export function statableCampaigns<T extends Pick<OpenCampaign, 'identityMode'>>(campaigns: T[]): T[] {
  return campaigns.filter(({ identityMode }) => identityMode !== 'roster')
}

/** The collections a student can still work on: open ones that are not complete and that no school refused. */
export function runningCollections<T extends Progress>(collections: T[]): T[] {
  return collections.filter(({ open, step, standing }) => open && step !== 'done' && standing !== 'refused')
}

/** The collection the main screen speaks of: a running one first, else one that waits for its dates, else a complete one. */
export function currentCollection<T extends Progress>(collections: T[]): T | undefined {
  return (
    runningCollections(collections)[0] ??
    collections.find(({ step, standing }) => step !== 'done' && standing !== 'refused') ??
    collections.find(({ standing }) => standing !== 'refused') ??
    collections[0]
  )
}
