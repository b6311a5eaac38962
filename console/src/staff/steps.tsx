import { Icon } from '../icons.tsx'

/** The steps of signing in, in their order: those behind are ticked, the present one stands out. */
export function Steps({ names, present }: { names: string[]; present: number }) {
  return (
    <ol className="steps">
      {names.map((name, place) => (
        <li
          key={name}
          className={place < present ? 'behind' : place === present ? 'present' : undefined}
          aria-current={place === present ? 'step' : undefined}
        >
          <b>{place < present ? <Icon name="tick" /> : place + 1}</b>
          {name}
        </li>
      ))}
    </ol>
  )
}
