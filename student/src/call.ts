import { createClient } from '@tucai/contract/client'
import { agreeTo, neededConsent } from './consents.ts'
import { transport } from './platform/transport'
import { keepingOn } from './under-key.ts'

const send = createClient(keepingOn(transport))

/**
 * `call(routeName, input)`: throws a Refusal when the server refuses, anything else when there is no network. Where an
 * agreement is missing the student is asked for it, and the call is made again.
 */
export const call: typeof send = async (name, input) => {
  try {
    return await send(name, input)
  } catch (thrown) {
    const purpose = neededConsent(thrown)
    if (purpose === undefined || !(await agreeTo(purpose))) throw thrown
    return call(name, input)
  }
}
