import { Problem } from '@tucai/contract'
import { hostOf, networkOf } from '../platform/network.ts'
import { hashToken, type Secrets } from '../platform/secrets.ts'
import type { Limiter, OpenLimiter } from '../platform/throttle.ts'
import type { Visit } from './letting-in.ts'

const WINDOW_SECONDS = 15 * 60
const TRIES_PER_ACCOUNT = 10
/** A campus shares one address: rightful sign-ins don't count. */
const TRIES_PER_ADDRESS = 60
const TRIES_PER_NETWORK = 150
const TRIES_PER_DEVICE = 30
/** Doubtful tries of everybody together within the window, from devices that are not trusted. */
const BREAKER_TRIES = 200
/** How long the breaker stays as it is before it looks again. */
const REFUSING_MS = 2_000
const REGISTRATIONS_PER_ADDRESS = 300
/** Each costs the centre a text message and the owner of the number a fright. */
const CODES_PER_NUMBER = 6
const CODE_WINDOW_SECONDS = 30 * 60
const WECHAT_ASKS_PER_ADDRESS = 300
const WECHAT_PHONES_PER_ADDRESS = 60

/** How often signing in may be tried. Keys are blind indexes. */
export interface SignInLimits {
  /** Counts a try before it is made. @throws Problem too-many-tries */
  spend(attempt: SignInAttempt): Promise<void>
  /** The try was rightful: it counts no more. `numberIndex` says for whom, since one owner proves little by many sign-ins. */
  forgive(attempt: SignInAttempt, numberIndex: string): Promise<void>
  /** One more code for the number with this blind index. @throws Problem too-many-tries */
  spendCode(numberIndex: string): Promise<void>
  /** @throws Problem too-many-tries */
  spendRegistration(visit: Pick<Visit, 'address'>): Promise<void>
  /** @throws Problem too-many-tries */
  spendWechat(what: 'identity' | 'phone', visit: Pick<Visit, 'address'>): Promise<void>
  /** How many tries from devices that are not trusted failed lately, and whether the next one is refused for it. */
  breaker(): Promise<{ failures: number; refuses: boolean }>
}

export interface SignInAttempt {
  /** What is tried: the blind index of a number, or a challenge. */
  accountKey: string
  visit: Pick<Visit, 'address' | 'deviceToken'>
  /** The device that the account trusts, or its WeChat identity: its owner can't be locked out by tries from elsewhere. */
  trustedId: string | undefined
}

export function openSignInLimits(limiter: OpenLimiter, secrets: Secrets): SignInLimits {
  const perAccount = limiter('account', TRIES_PER_ACCOUNT, WINDOW_SECONDS)
  const perAddress = limiter('address', TRIES_PER_ADDRESS, WINDOW_SECONDS)
  const perNetwork = limiter('network', TRIES_PER_NETWORK, WINDOW_SECONDS)
  const perDevice = limiter('device', TRIES_PER_DEVICE, WINDOW_SECONDS)
  const registrations = limiter('registration', REGISTRATIONS_PER_ADDRESS, 3600)
  const codes = limiter('code', CODES_PER_NUMBER, CODE_WINDOW_SECONDS)
  const identities = limiter('wechat', WECHAT_ASKS_PER_ADDRESS, WINDOW_SECONDS)
  const phones = limiter('wechat-phone', WECHAT_PHONES_PER_ADDRESS, 3600)
  const breaker = openBreaker(limiter)
  const addressKey = (address: string) => secrets.blindIndex('network-address', hostOf(address))

  /** The counters that a try is counted in, each under its key. */
  function countersOf({ accountKey, visit, trustedId }: SignInAttempt): [Limiter, string][] {
    const counters: [Limiter, string][] = [
      [perAccount, accountKey + (trustedId ?? '')],
      [perAddress, addressKey(visit.address)],
      [perNetwork, secrets.blindIndex('network', networkOf(visit.address))],
    ]
    if (visit.deviceToken) counters.push([perDevice, hashToken(visit.deviceToken)])
    return counters
  }

  return {
    async spend(attempt) {
      if (attempt.trustedId === undefined) await breaker.spend()
      for (const [counter, key] of countersOf(attempt)) await counter.spend(key)
    },
    async forgive(attempt, numberIndex) {
      await breaker.forgive(attempt.trustedId === undefined, numberIndex)
      const [[account, key], ...others] = countersOf(attempt) as [[Limiter, string], ...[Limiter, string][]]
      await account.clear(key)
      for (const [counter, key] of others) await counter.giveBack(key)
    },
    async spendCode(numberIndex) {
      await codes.spend(numberIndex)
    },
    async spendRegistration({ address }) {
      await registrations.spend(addressKey(address))
    },
    async spendWechat(what, { address }) {
      await (what === 'phone' ? phones : identities).spend(addressKey(address))
    },
    breaker: breaker.look,
  }
}

/** Opens while more tries fail than succeed, everybody together: no device that is not trusted may try then. */
function openBreaker(limiter: OpenLimiter) {
  const doubtful = limiter('doubtful', 1_000_000, WINDOW_SECONDS)
  const rightful = limiter('rightful', 1_000_000, WINDOW_SECONDS)
  const owners = limiter('owner', 1_000_000, WINDOW_SECONDS)
  let refusingUntilMs = 0
  const refuse = () => {
    throw new Problem('too-many-tries', { retryAfterSeconds: 60 })
  }
  return {
    async spend() {
      // A flood of tries is turned away without asking the database about each.
      if (Date.now() < refusingUntilMs) refuse()
      // Counted first and looked at afterwards, so that tries at the same moment can't all pass.
      const bad = await doubtful.spend('all')
      if (bad <= BREAKER_TRIES || bad <= (await rightful.count('all'))) return
      await doubtful.giveBack('all')
      refusingUntilMs = Date.now() + REFUSING_MS
      refuse()
    },
    async look() {
      const failures = await doubtful.count('all')
      return { failures, refuses: failures >= Math.max(BREAKER_TRIES, await rightful.count('all')) }
    },
    async forgive(wasDoubtful: boolean, numberIndex: string) {
      if (wasDoubtful) await doubtful.giveBack('all')
      if ((await owners.spend(numberIndex)) === 1) await rightful.spend('all')
    },
  }
}
