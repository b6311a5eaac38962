import { Box } from '../elements/box'

export type TimelineRow = { name: string; state: 'done' | 'now' | 'todo'; time?: string; says?: string }

/** What has happened and what comes: the present one ringed, coming ones hollow. */
export function Timeline({ rows }: { rows: TimelineRow[] }) {
  return (
    <Box as="ol" className="timeline">
      {rows.map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an order can be in one state twice
        <Box key={place} as="li" className={`timeline-row ${row.state}`}>
          <Box className="timeline-line">
            <Box as="span" className="timeline-name">
              {row.name}
            </Box>
            {row.time === undefined ? null : (
              <Box as="span" className="timeline-time">
                {row.time}
              </Box>
            )}
          </Box>
          {row.says === undefined ? null : (
            <Box as="p" className="timeline-words">
              {row.says}
            </Box>
          )}
        </Box>
      ))}
    </Box>
  )
}
