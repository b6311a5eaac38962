import { useState } from 'react'
import { call } from '../call.ts'
import { Box } from '../elements/box'
import { Icon } from '../elements/icon'
import { Press } from '../elements/press'
import { useWords } from '../language.ts'
import { groupedNumber } from '../number.ts'
import { troubleOf } from '../trouble.ts'
import { say } from './toast.tsx'

/** The user's own number: its first three characters only, all of it after a tap on the eye. */
export function OwnNumber({ maskedNumber }: { maskedNumber: string }) {
  const { information } = useWords()
  const [number, setNumber] = useState<string | null>(null)
  const turn = async () => {
    if (number !== null) return setNumber(null)
    try {
      setNumber((await call('accountNumberUncover', {})).number)
    } catch (thrown) {
      say(troubleOf(thrown).words)
    }
  }
  return (
    <Box as="span" className="own-number">
      <Box as="span">{number === null ? maskedNumber : groupedNumber(number)}</Box>
      <Press
        className="own-number-eye"
        aria-label={number === null ? information.uncover : information.cover}
        onPress={turn}
      >
        <Icon name={number === null ? 'eye-shut' : 'eye'} sizePx={20} />
      </Press>
    </Box>
  )
}
