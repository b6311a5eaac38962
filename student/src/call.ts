import { createClient } from '@tucai/contract/client'
import { transport } from './platform/transport'

/** `call(routeName, input)`: throws a Refusal when the server refuses, anything else when there is no network. */
export const call = createClient(transport)
