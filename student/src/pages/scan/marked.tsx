import { Box } from '../../elements/box'
import { useWords } from '../../language.ts'

/** A text with the characters marked that the reader could not know: by a line and a ground, not by colour alone. */
export function Marked({ text, places }: { text: string; places: number[] }) {
  const { scan } = useWords()
  return (
    <Box as="span" className="marked">
      {[...text].map((character, place) => {
        const isDoubtful = places.includes(place)
        return (
          <Box
            // biome-ignore lint/suspicious/noArrayIndexKey: a character is known by its place alone
            key={place}
            as="span"
            className={isDoubtful ? 'marked-doubt' : undefined}
            role={isDoubtful ? 'img' : undefined}
            aria-label={isDoubtful ? scan.doubtful(place + 1, character) : undefined}
          >
            {character}
          </Box>
        )
      })}
    </Box>
  )
}
