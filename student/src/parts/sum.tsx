import { Box } from '../elements/box'
import { yuan } from '../money.ts'

/** An amount in yuan, its sign a little smaller. */
export function Sum({ amountFen }: { amountFen: number }) {
  return (
    <Box as="span" className="sum">
      <Box as="span" className="sum-sign">
        ¥
      </Box>
      {yuan(amountFen)}
    </Box>
  )
}

/** One line of a bill. */
export function Price({ name, amountFen }: { name: string; amountFen: number }) {
  return (
    <Box className="price">
      <Box as="span">{name}</Box>
      <Box as="span" className="price-amount">
        {amountFen < 0 ? '−' : ''}¥{yuan(Math.abs(amountFen))}
      </Box>
    </Box>
  )
}

export function TotalPrice({ name, amountFen }: { name: string; amountFen: number }) {
  return (
    <Box className="price total">
      <Box as="span">{name}</Box>
      <Sum amountFen={amountFen} />
    </Box>
  )
}

/** The total beside the button. */
export function FootSum({ name, amountFen }: { name: string; amountFen: number }) {
  return (
    <Box className="pay">
      <Box as="span" className="label">
        {name}
      </Box>
      <Sum amountFen={amountFen} />
    </Box>
  )
}
