import type { FastifyReply, FastifyRequest } from 'fastify'

/** Tokens in cookies, for browsers; or in headers and bodies, for a mini program, which keeps none. */
export interface Tokens {
  /** The token of the cookie, or for `tucai_session` also of the Authorization header. */
  read(request: FastifyRequest, name: CookieName): string | undefined
  write(reply: FastifyReply, name: CookieName, token: string, lifeSeconds: number): void
  drop(reply: FastifyReply, name: CookieName): void
}

export type CookieName = 'tucai_session' | 'tucai_device' | 'tucai_staff'

/**
 * What the cookie is called where people open `publicUrl`. Behind https its name begins with `__Host-`: a browser then
 * takes it from this very host only, never from a neighbour under the same domain who would plant one.
 */
export function cookieNameOf(name: CookieName, publicUrl: string | undefined): string {
  return publicUrl?.startsWith('https:') ? `__Host-${name}` : name
}

export function openTokens(publicUrl: string | undefined): Tokens {
  const secure = publicUrl?.startsWith('https:') ?? false
  const nameOf = (name: CookieName) => cookieNameOf(name, publicUrl)
  const options = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const
  return {
    read(request, name) {
      const fromCookie = request.cookies[nameOf(name)]
      if (fromCookie !== undefined || name !== 'tucai_session') return fromCookie
      return /^Bearer ([\w-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1]
    },
    write(reply, name, token, lifeSeconds) {
      reply.setCookie(nameOf(name), token, { ...options, maxAge: lifeSeconds })
    },
    drop(reply, name) {
      reply.clearCookie(nameOf(name), options)
    },
  }
}

/** A mini program says so and is then given its tokens in the body. */
export function keepsNoCookies(request: FastifyRequest): boolean {
  return request.headers['x-tucai-client'] === 'weapp'
}
