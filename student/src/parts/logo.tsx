import mark from '../drawings/mark.svg'
import wordmark from '../drawings/wordmark.svg'
import { Box } from '../elements/box'
import { Picture } from '../elements/picture'

const drawnLetters = 'SPAC'

/** Mark, letters and name of the centre. Letters of another centre are set in type; those of SPAC are drawn. */
export function Logo({ letters, name }: { letters: string; name: string }) {
  return (
    <Box className="logo">
      <Picture className="logo-mark" src={mark} alt="" />
      <Box>
        {letters === drawnLetters ? (
          <Picture className="logo-word" src={wordmark} alt={letters} />
        ) : (
          <Box className="logo-letters">{letters}</Box>
        )}
        <Box as="p" className="logo-name">
          {name}
        </Box>
      </Box>
    </Box>
  )
}
