import type { Picture } from './platform/picture'
import type { TakeLens, TakeSource } from './platform/take-source.ts'
import { createStore } from './store.ts'

/** A picture on its way to the server. */
export type Take = { graduateId: string; source: TakeSource; lens?: TakeLens; picture: Picture }

/** The picture that the screen 照片处理中 sends. Kept until the server has it, so that a lost network loses nothing. */
export const takeUnderWay = createStore<Take | null>(null)

/** The take that has just been developed: its first showing is staged. */
export const justDeveloped = createStore<string | null>(null)
