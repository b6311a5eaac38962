import type { CollectionView, OrderView, PhotoView } from '@tucai/contract'
import { goodPhoto, marked } from './pictures.ts'
import type { Visitor } from './visitor.ts'
import type { GraduateOptions, RosterPerson, World } from './world.ts'

/** A student on the way, with the browser that registered. */
export interface OnTheWay {
  person: RosterPerson
  graduateId: string
  student: Visitor
}

export async function aStudent(world: World, options: GraduateOptions = {}): Promise<OnTheWay> {
  const person = await world.aGraduate(options)
  const student = world.visitor()
  await student.signUp(person)
  return { person, graduateId: person.graduateId, student }
}

export async function aConfirmedPhoto(
  world: World,
  options: GraduateOptions = {},
): Promise<OnTheWay & { photo: PhotoView }> {
  const way = await aStudent(world, options)
  await way.student.confirmInformation(way.graduateId)
  return { ...way, photo: await confirmNewPhoto(way) }
}

/** `mark` makes it another file than the ones before. */
export async function confirmNewPhoto({ student, graduateId }: OnTheWay, mark?: string): Promise<PhotoView> {
  const jpeg = await goodPhoto()
  const photo = await student.takePhoto(graduateId, mark ? marked(jpeg, mark) : jpeg)
  await student.call('photoConfirm', { params: { graduateId }, body: { photoId: photo.photoId } })
  return photo
}

export function withoutPaper({ student, graduateId }: OnTheWay): Promise<CollectionView> {
  return student.call('paperChoose', { params: { graduateId }, body: { paper: false } })
}

export async function anOrder(
  world: World,
  options: GraduateOptions = {},
): Promise<OnTheWay & { photo: PhotoView; order: OrderView }> {
  const way = await aConfirmedPhoto(world, options)
  await withoutPaper(way)
  const order = await way.student.call('orderPlace', { params: { graduateId: way.graduateId } })
  return { ...way, order }
}

/** Goes to the simulated cashier; its number is what is paid there. */
export async function atCashier(student: Visitor, orderId: string): Promise<string> {
  const { cashier } = await student.call('paymentStart', { params: { orderId }, body: { way: 'simulated' } })
  if (cashier?.kind !== 'simulated') throw new Error('there was no cashier to go to')
  return cashier.tradeNumber
}

export async function pay(student: Visitor, orderId: string): Promise<void> {
  await student.call('cashierPay', { params: { tradeNumber: await atCashier(student, orderId) } })
}

export async function aPaidOrder(world: World, options: GraduateOptions = {}) {
  const way = await anOrder(world, options)
  await pay(way.student, way.order.orderId)
  return way
}
