import { Alert, Button, Radio } from 'antd'
import { type Ref, useRef, useState } from 'react'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import type { RosterActs } from './roster.ts'

const accepted = '.xlsx,.xls,.csv,.txt,.dbf'

/** A file input that buttons open. */
export function FilePick({ field, pick }: { field: Ref<HTMLInputElement>; pick: (file: File) => void }) {
  return (
    <input
      ref={field}
      className="roster-file"
      type="file"
      accept={accepted}
      tabIndex={-1}
      aria-hidden
      onChange={({ target }) => {
        const [file] = target.files ?? []
        if (file !== undefined) pick(file)
        target.value = ''
      }}
    />
  )
}

/** The first step: a file and whether it is the whole roster. */
export function RosterUpload({ acts, refusal }: { acts: RosterActs; refusal: string | null }) {
  const { words } = useSpeech()
  const [whole, setWhole] = useState(true)
  const [isOver, setOver] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  return (
    <section className="card fill">
      {refusal === null ? null : <Alert className="roster-alert inside" type="error" showIcon title={refusal} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by key */}
      <div
        className={`roster-drop ${isOver ? 'over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          const [dropped] = event.dataTransfer.files
          if (dropped !== undefined) acts.upload(dropped, whole)
        }}
      >
        <span className="roster-drop-drawing">
          <Icon name="upload" />
        </span>
        <h2>{words.roster.dropHere}</h2>
        <p>{words.roster.dropHint}</p>
        <Radio.Group
          aria-label={words.roster.kindOfRoster}
          value={whole}
          onChange={({ target }) => setWhole(target.value === true)}
          options={[
            { value: true, label: `${words.roster.whole} · ${words.roster.wholeHint}` },
            { value: false, label: `${words.roster.supplement} · ${words.roster.supplementHint}` },
          ]}
        />
        <FilePick field={file} pick={(picked) => acts.upload(picked, whole)} />
        <Button type="primary" loading={acts.isUploading} onClick={() => file.current?.click()}>
          {acts.isUploading ? words.roster.uploading : words.roster.choose}
        </Button>
      </div>
    </section>
  )
}
