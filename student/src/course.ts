import { usualCourse } from './steps.ts'
import { createStore } from './store.ts'

/** The course of the collection that was looked at last: the bar of steps follows it before its screen has asked. */
export const courseNow = createStore(usualCourse)
