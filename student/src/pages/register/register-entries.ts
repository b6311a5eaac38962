import type { Draft } from '../../draft.ts'

export type RegisterEntries = Required<Pick<Draft, 'number' | 'phone' | 'name' | 'mail' | 'gender'>>
