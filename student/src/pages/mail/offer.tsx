import type { AddressView } from '@tucai/contract'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { groupedPhone } from '../../phone.ts'

/** An address that one tap fills in. */
export function Offer({ name, address, onTake }: { name: string; address?: AddressView; onTake: () => void }) {
  return (
    <Box as="section" className="card tight">
      <Press className="cell" onPress={onTake}>
        <Icon name="pin" />
        <Box as="span" className="grow">
          <Box as="span" className="cell-text">
            {name}
          </Box>
          {address === undefined ? null : (
            <Box as="span" className="usual-words">
              {address.recipient} {groupedPhone(address.phone)} {address.region} {address.detail}
            </Box>
          )}
        </Box>
        <Icon name="next" className="chev" />
      </Press>
    </Box>
  )
}
