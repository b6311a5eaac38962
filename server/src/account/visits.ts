import type { CodeAsked, SessionStarted } from '@tucai/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { deviceLabel } from '../platform/device-label.ts'
import { keepsNoCookies, type Tokens } from '../platform/http/cookies.ts'
import type { AskedCode } from './code-sending.ts'
import { DEVICE_LIFE_SECONDS } from './devices.ts'
import type { LetIn, Visit } from './letting-in.ts'
import { SESSION_LIFE_SECONDS } from './sessions.ts'

/** Between requests and what the account's rules know: who comes, and how the outcome is handed over. */
export interface Visits {
  of(request: FastifyRequest, bodyDeviceToken?: string): Visit
  asked(code: AskedCode): CodeAsked
  letIn(outcome: LetIn, request: FastifyRequest, reply: FastifyReply): SessionStarted
  answer(outcome: LetIn | AskedCode, request: FastifyRequest, reply: FastifyReply): SessionStarted
  /** The new token of a session that goes on; in the answer for a client without cookies. */
  renewSession(token: string, request: FastifyRequest, reply: FastifyReply): { token?: string }
}

/** `isDemo`: one-time codes are shown in answers, besides being sent. */
export function openVisits(tokens: Tokens, isDemo: boolean): Visits {
  const visits: Visits = {
    of: (request, bodyDeviceToken) => ({
      address: request.ip,
      deviceToken: bodyDeviceToken ?? tokens.read(request, 'tucai_device'),
      deviceLabel: deviceLabel(request.headers['user-agent'], keepsNoCookies(request)),
      sessionToken: tokens.read(request, 'tucai_session'),
    }),
    asked: ({ challengeId, code }) => (isDemo ? { challengeId, demoCode: code } : { challengeId }),
    letIn({ state, passwordIsDefault, sessionToken, deviceToken }, request, reply) {
      if (keepsNoCookies(request)) {
        const started = { state, passwordIsDefault, token: sessionToken }
        return deviceToken === undefined ? started : { ...started, deviceToken }
      }
      tokens.write(reply, 'tucai_session', sessionToken, SESSION_LIFE_SECONDS)
      if (deviceToken) tokens.write(reply, 'tucai_device', deviceToken, DEVICE_LIFE_SECONDS)
      return { state, passwordIsDefault }
    },
    answer(outcome, request, reply) {
      if (outcome.state === 'signed-in') return visits.letIn(outcome, request, reply)
      return { state: outcome.state, ...visits.asked(outcome) }
    },
    renewSession(token, request, reply) {
      if (keepsNoCookies(request)) return { token }
      tokens.write(reply, 'tucai_session', token, SESSION_LIFE_SECONDS)
      return {}
    },
  }
  return visits
}
