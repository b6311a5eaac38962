import type { ReactNode } from 'react'
import { Box } from '../elements/box'

/** A list of names and values. */
export function KeyValues({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <Box as="dl" className="kv">
      {rows.map(([key, value]) => (
        <Box key={key} className="kv-row">
          <Box as="dt" className="kv-key">
            {key}
          </Box>
          <Box as="dd" className="kv-value">
            {value}
          </Box>
        </Box>
      ))}
    </Box>
  )
}
