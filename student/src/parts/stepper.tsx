import { Box } from '../elements/box'
import { Icon } from '../elements/icon'
import { useWords } from '../language.ts'

/** The five steps with their names; `place` is the one that is next, 6 when all are done. */
export function Stepper({ place }: { place: number }) {
  const { home } = useWords()
  return (
    <Box as="ol" className="stepper" aria-label={home.progress}>
      {home.steps.map((name, index) => {
        const own = index + 1
        const state = own < place ? ' done' : own === place ? ' now' : ''
        return (
          <Box
            key={name}
            as="li"
            className={`stepper-step${state}`}
            {...(own === place ? { 'aria-current': 'step' as const } : {})}
          >
            <Box aria-hidden className="stepper-dot">
              {own < place ? <Icon name="check" sizePx={18} /> : own}
            </Box>
            {name}
          </Box>
        )
      })}
    </Box>
  )
}
