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
  crossed: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  tick: 'm3.5 8.3 3 3 6-6.5',
  'double-tick': 'm1.8 8.5 2.7 2.7L10 5M7.5 10.7l.8.7L14 5',
  cross: 'm4 4 8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  shield: 'M8 1.8 13 3.5v4.3c0 3.2-2 5.3-5 6.4-3-1.1-5-3.2-5-6.4V3.5z',
  lock: 'M3 7h10v7H3zM5.3 7V5a2.7 2.7 0 0 1 5.4 0v2',
  key: 'M5 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM7.5 8H14v2.5M11.3 8v2',
  home: 'M2.5 7 8 2.5 13.5 7v6.5h-11zM6.5 13.5v-4h3v4',
  flag: 'M3.5 14V2.5h8l-1.5 3 1.5 3h-8',
  upload: 'M8 10.5v-8M4.8 5.5 8 2.3l3.2 3.2M2.5 10.5v3h11v-3',
  download: 'M8 2.5v8M4.8 7.3 8 10.5l3.2-3.2M2.5 10.5v3h11v-3',
  review:
    'M2 5V2.5h2.5M11.5 2.5H14V5M14 11v2.5h-2.5M4.5 13.5H2V11M8 8.6a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM4.8 11.8c.4-1.7 1.6-2.4 3.2-2.4s2.8.7 3.2 2.4',
  receipt: 'M3.5 2h9v12l-2.2-1.3L8 14l-2.3-1.3L3.5 14zM6 5.5h4M6 8.5h4',
  printer: 'M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z',
  truck:
    'M1.5 3.5h8v7.5h-8zM9.5 6h2.8l2.2 2.5V11h-5M4.5 13.3a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6zM11.7 13.3a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6z',
  scales: 'M8 2.5v11M4.5 13.5h7M3 4.5h10M3 4.5 1.2 9.2h3.6zM13 4.5l-1.8 4.7h3.6z',
  box: 'M8 1.8 13.8 5v6L8 14.2 2.2 11V5zM2.2 5 8 8.2 13.8 5M8 8.2v6',
  log: 'M4 2h6l2.5 2.5V14H4zM6.2 7h4M6.2 9.5h4M6.2 12h2.3',
  keyboard: 'M1.5 4h13v8.5h-13zM4 6.8h.1M6.7 6.8h.1M9.3 6.8h.1M12 6.8h.1M4.5 10h7',
  star: 'm8 2.3 1.7 3.6 3.9.5-2.9 2.7.8 3.9L8 11.1 4.5 13l.8-3.9L2.4 6.4l3.9-.5z',
  eye: 'M1.5 8S3.8 3.8 8 3.8 14.5 8 14.5 8 12.2 12.2 8 12.2 1.5 8 1.5 8zM8 9.9a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8z',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  send: 'M14 2 7.3 8.7M14 2 9.7 14l-2.4-5.3L2 6.3z',
  columns: 'M2 3h12v10H2zM6 3v10M10 3v10',
  compare: 'M2 3h12v10H2zM8 3v10',
  calendar: 'M2 3.5h12v10H2zM2 6.8h12M5.3 2v3M10.7 2v3',
  undo: 'M5.5 3 2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H6',
  again: 'M13 4v3h-3M3 12V9h3M12.7 7A5 5 0 0 0 3.8 5.5M3.3 9a5 5 0 0 0 8.9 1.5',
  warning: 'M8 2.3 14.3 13.3H1.7zM8 6.5v3.2M8 11.5v.1',
  information: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7.3V11M8 5v.1',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3',
  left: 'M9.5 4.5 6 8l3.5 3.5',
  right: 'm6.5 4.5 3.5 3.5-3.5 3.5',
  down: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  up: 'm4.5 9.5 3.5-3.5 3.5 3.5',
  sort: 'm5 6 3-3 3 3M5 10l3 3 3-3',
  crop: 'M4.5 1.5v10h10M1.5 4.5h10v10',
  zoom: 'M7 11.3a4.3 4.3 0 1 0 0-8.6 4.3 4.3 0 0 0 0 8.6zM10.3 10.3l3.2 3.2M5 7h4M7 5v4',
  lines: 'M2 5.5h12M2 10.5h12M5.5 2v12M10.5 2v12',
  pulse: 'M1.5 8.3h3L6.6 3l3 10 2.1-4.7h2.8',
  pencil: 'm3 13 .7-3L11 2.7l2.3 2.3L6 12.3zM9.5 4.2l2.3 2.3',
} as const

export type IconName = keyof typeof shapes

/** A 16 × 16 line drawing in the text's colour; the word beside it says what it means. */
export function Icon({ name, dashed = false }: { name: IconName; dashed?: boolean }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={shapes[name]} strokeDasharray={dashed ? '2.2 2.2' : undefined} />
    </svg>
  )
}
