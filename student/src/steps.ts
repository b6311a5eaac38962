import type {
  CodeState,
  CollectionStep,
  CollectionView,
  GraduateStanding,
  OpenCampaign,
  PayWhen,
} from '@tucai/contract'
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

export function pageOf(step: CollectionStep): PageName {
  return pageOfStep[step]
}

/** One of the steps that the student sees. */
export type Step = Exclude<CollectionStep, 'done'>

/** What the order of the steps depends on. */
export type Course = { payWhen: PayWhen; paperOffered: boolean }

/** The course of most campaigns, supposed until another is known. */
export const usualCourse: Course = { payWhen: 'after-photo', paperOffered: true }

/** The steps that the student sees, one after another; that of the paper only where there is paper. */
export function stepsOf({ payWhen, paperOffered }: Course): Step[] {
  const photo: Step[] = ['photo', 'confirm']
  const money: Step[] = paperOffered ? ['paper', 'order'] : ['order']
  return payWhen === 'before-photo' ? ['information', ...money, ...photo] : ['information', ...photo, ...money]
}

/** The place of a step among those of its course, from 1; one more than there are when all are done. */
export function placeOf(step: CollectionStep, course: Course): number {
  const steps = stepsOf(course)
  if (step === 'done') return steps.length + 1
  // Without paper its step takes no time: what follows it is next.
  const place = steps.indexOf(step === 'paper' && !course.paperOffered ? 'order' : step)
  return place + 1
}

export type StepState = 'done' | 'now' | 'todo'

/**
 * How far each step is. Once the order is paid everything but the photo is done, also where the photo comes first and is
 * taken anew.
 */
export function stepStates(
  next: CollectionStep,
  course: Course,
  isOrderPaid: boolean,
): { step: Step; state: StepState }[] {
  const place = placeOf(next, course)
  return stepsOf(course).map((step, index) => {
    if (index + 1 === place) return { step, state: 'now' }
    const isLeft = isOrderPaid ? next === 'photo' && step === 'confirm' : index + 1 > place
    return { step, state: isLeft ? 'todo' : 'done' }
  })
}

export function courseOf({ campaign }: Pick<CollectionView, 'campaign'>): Course {
  return { payWhen: campaign.fees.payWhen, paperOffered: campaign.paperOffered }
}

/**
 * Whether the screen of a step may be looked at: before paying those up to the next one; afterwards those of the photo
 * while it is missing or rejected, and that of an order for taking it anew.
 */
export function isReached(step: Step, next: CollectionStep, course: Course, isOrderPaid: boolean): boolean {
  if (next === 'done') return false
  if (isOrderPaid) return step === next || step === 'photo' || (step === 'confirm' && next !== 'photo')
  return placeOf(step, course) <= placeOf(next, course)
}

/** The screen that gives way: the code where the photo is reached and the campaign asks for one, else that of the step. */
export function pageOfView({ step, codeState }: { step: CollectionStep; codeState: CodeState }): PageName {
  return step === 'photo' && codeState === 'missing' ? 'collection-code' : pageOf(step)
}

/** Whether the screens of the photo wait for the code. */
export function waitsForCode(screenStep: CollectionStep, { codeState }: { codeState: CodeState }): boolean {
  return screenStep === 'photo' && codeState === 'missing'
}

type Enrolled = { step: CollectionStep; open: boolean; standing: GraduateStanding }

/** Whether the school has refused what was stated, or taken the student off its roster. */
const isOut = ({ standing }: Pick<Enrolled, 'standing'>) => standing === 'refused' || standing === 'withdrawn'

/** Whether the student has no enrolment that a school submitted or may still confirm. */
export function lacksEnrolment(collections: Pick<Enrolled, 'standing'>[]): boolean {
  return collections.every(isOut)
}

/** The campaigns for which an enrolment on no roster can be stated. */
export function statableCampaigns<T extends Pick<OpenCampaign, 'identityMode'>>(campaigns: T[]): T[] {
  return campaigns.filter(({ identityMode }) => identityMode !== 'roster')
}

/** The collections a student can still work on: open ones that are not complete and that no school refused or withdrew. */
export function runningCollections<T extends Enrolled>(collections: T[]): T[] {
  return collections.filter((collection) => collection.open && collection.step !== 'done' && !isOut(collection))
}

/** The collection the main screen speaks of: a running one first, else one that waits for its dates, else a complete one. */
export function currentCollection<T extends Enrolled>(collections: T[]): T | undefined {
  return (
    runningCollections(collections)[0] ??
    collections.find((collection) => collection.step !== 'done' && !isOut(collection)) ??
    collections.find((collection) => !isOut(collection)) ??
    collections[0]
  )
}
