import { Box } from '../elements/box'
import { Icon } from '../elements/icon'
import { useWords } from '../language.ts'
import { stepName } from '../step-name.ts'
import type { Step, StepState } from '../steps.ts'

/** The steps with their names: done ones ticked, the next one ringed. */
export function Stepper({ steps }: { steps: { step: Step; state: StepState }[] }) {
  const words = useWords()
  return (
    <Box as="ol" className="stepper" aria-label={words.home.progress}>
      {steps.map(({ step, state }, index) => (
        <Box
          key={step}
          as="li"
          className={state === 'todo' ? 'stepper-step' : `stepper-step ${state}`}
          {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}
        >
          <Box aria-hidden className="stepper-dot">
            {state === 'done' ? <Icon name="check" sizePx={18} /> : index + 1}
          </Box>
          {stepName(step, words)}
        </Box>
      ))}
    </Box>
  )
}
