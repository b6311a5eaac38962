const shapes = {
  people:
    'M1.8 13.3c.3-2.8 2-4.2 4.2-4.2s3.9 1.4 4.2 4.2M10.5 3.2a2.3 2.3 0 0 1 0 4.3M11.8 9.4c1.4.5 2.2 1.9 2.4 3.9M6 7.7a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8z',
  person: 'M8 7.9a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM3 13.6c.4-3 2.3-4.4 5-4.4s4.6 1.4 5 4.4',
  leave: 'M6.5 2.5h-4v11h4M10 5l3 3-3 3M13 8H6',
  find: 'M7 11.3a4.3 4.3 0 1 0 0-8.6 4.3 4.3 0 0 0 0 8.6zM10.3 10.3l3.2 3.2',
  ring: 'M8 2.4a5.6 5.6 0 1 0 0 11.2 5.6 5.6 0 0 0 0-11.2z',
  card: 'M2 3.5h12v9H2zM4.5 9.8h3M4.5 6.5h2.5M10 6.5h2M10 9h2',
  camera: 'M2 5h3l1-1.7h4L11 5h3v8H2zM8 11.2a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z',
  picture: 'M2.5 2.5h11v11h-11zM2.5 11l3.2-3 2.3 2.2L10.5 7l3 3.3M6 6h.1',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.5V8l2.3 1.7',
  yuan: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5.6 4.7 8 7.9l2.4-3.2M8 7.9v3.6M6 8.2h4M6 10h4',
  ticked: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5.3 8.2l2 2 3.5-4',
  tick: 'm3.5 8.3 3 3 6-6.5',
  shield: 'M8 1.8 13 3.5v4.3c0 3.2-2 5.3-5 6.4-3-1.1-5-3.2-5-6.4V3.5z',
  lock: 'M3 7h10v7H3zM5.3 7V5a2.7 2.7 0 0 1 5.4 0v2',
}

export type IconName = keyof typeof shapes

/** A 16 × 16 line drawing in the text's colour; the word beside it says what it means. */
export function Icon({ name, dashed = false }: { name: IconName; dashed?: boolean }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={shapes[name]} strokeDasharray={dashed ? '2.2 2.2' : undefined} />
    </svg>
  )
}
