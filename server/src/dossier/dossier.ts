import type { DocumentKind, GraduateStanding, OrderState, PhotoStage, StaffGraduate } from '@tucai/contract'
import { maskName, maskStudentNumber } from '../contact/contact.ts'
import { maskNumber } from '../identity/identity.ts'

/** What a line of the list is made of. */
export interface DossierLine {
  id: string
  identityId: string
  name: string
  studentNumber: string
  college: string
  major: string
  className: string
  level: string
  standing: GraduateStanding
  photoStage: PhotoStage
  dueAt: Date | null
  photoId: string | null
  orderState: OrderState | null
  isCorrectionDue: boolean
  updatedAt: Date
}

export function lineView(line: DossierLine, document: { kind: DocumentKind; number: string }): StaffGraduate {
  const { college, major, className, level, standing, photoStage, photoId, orderState } = line
  return {
    graduateId: line.id,
    maskedName: maskName(line.name),
    maskedStudentNumber: maskStudentNumber(line.studentNumber),
    maskedNumber: maskNumber(document.number),
    documentKind: document.kind,
    ...{ college, major, className, level, standing, photoStage, photoId, orderState },
    dueAt: photoStage === 'rejected' ? (line.dueAt?.toISOString() ?? null) : null,
    correctionDue: line.isCorrectionDue,
    updatedAt: line.updatedAt.toISOString(),
  }
}
