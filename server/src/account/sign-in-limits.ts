import { Problem } from '@tucai/contract'
import type { OpenLimiter } from '../platform/throttle.ts'

const WINDOW_SECONDS = 15 * 60
const TRIES_PER_ACCOUNT = 10
/** A campus shares one address: rightful sign-ins don't count. */
const TRIES_PER_ADDRESS = 60
/** Doubtful tries of everybody together within the window, from devices that are not trusted. */
const BREAKER_TRIES = 200
const REGISTRATIONS_PER_ADDRESS = 300

/** How often signing in may be tried. Keys are blind indexes. */
export interface SignInLimits {
  /** Counts a try before it is made. @throws Problem too-many-tries */
  spend(attempt: SignInAttempt): Promise<void>
  /** The try was rightful: it counts no more. */
  forgive(attempt: SignInAttempt): Promise<void>
  /** @throws Problem too-many-tries */
  spendRegistration(addressKey: string): Promise<void>
}

/** `deviceId` when the account trusts the device: its owner can't be locked out by tries from elsewhere. */
export interface SignInAttempt {
  accountKey: string
  addressKey: string
  deviceId: string | undefined
}

export function openSignInLimits(limiter: OpenLimiter): SignInLimits {
  const perAccount = limiter('account', TRIES_PER_ACCOUNT, WINDOW_SECONDS)
  const perAddress = limiter('address', TRIES_PER_ADDRESS, WINDOW_SECONDS)
  const doubtful = limiter('doubtful', 1_000_000, WINDOW_SECONDS)
  const rightful = limiter('rightful', 1_000_000, WINDOW_SECONDS)
  const registrations = limiter('registration', REGISTRATIONS_PER_ADDRESS, 3600)
  const accountKey = ({ accountKey, deviceId }: SignInAttempt) => accountKey + (deviceId ?? '')
  return {
    async spend(attempt) {
      if (attempt.deviceId === undefined) {
        const [bad, good] = [await doubtful.count('all'), await rightful.count('all')]
        if (bad >= BREAKER_TRIES && bad > good) throw new Problem('too-many-tries', { retryAfterSeconds: 60 })
        await doubtful.spend('all')
      }
      await perAccount.spend(accountKey(attempt))
      await perAddress.spend(attempt.addressKey)
    },
    async forgive(attempt) {
      if (attempt.deviceId === undefined) await doubtful.giveBack('all')
      await rightful.spend('all')
      await perAccount.clear(accountKey(attempt))
      await perAddress.giveBack(attempt.addressKey)
    },
    spendRegistration: (addressKey) => registrations.spend(addressKey),
  }
}
