import type { Static, TSchema } from 'typebox'
import { counterRoutes } from './counter-routes.ts'
import type { RouteName } from './paths.ts'
import type { RouteShape } from './route.ts'
import { staffRoutes } from './staff-routes.ts'
import { studentRoutes } from './student-routes.ts'

export type { Audience } from './route.ts'

/** The route table with its schemas: what the server checks and the API document shows. */
export const routes = { ...studentRoutes, ...staffRoutes, ...counterRoutes } as const satisfies Record<
  RouteName,
  RouteShape
>

export type Routes = typeof routes

type Part<R, K extends string> = R extends { readonly [P in K]: infer S extends TSchema } ? Static<S> : undefined
export type RouteParams<N extends RouteName> = Part<Routes[N], 'params'>
export type RouteQuery<N extends RouteName> = Part<Routes[N], 'query'>
export type RouteBody<N extends RouteName> = Part<Routes[N], 'body'>
export type RouteAnswer<N extends RouteName> = Routes[N]['answer'] extends TSchema ? Static<Routes[N]['answer']> : never
