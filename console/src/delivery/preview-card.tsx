import type { UseQueryResult } from '@tanstack/react-query'
import type { DeliveryLeftOut, DeliveryPreview, StaffView } from '@tucai/contract'
import { Skeleton } from 'antd'
import { useState } from 'react'
import { Card } from '../frame/card.tsx'
import { refusalWords } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import { Tag } from '../frame/tag.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { shownBytes } from './sizes.ts'

type PreviewCardProps = { staff: StaffView; preview: UseQueryResult<DeliveryPreview> }

/** What the package would hold now, what not and why, and who has to say yes. */
export function PreviewCard({ staff, preview: { data, error, isError } }: PreviewCardProps) {
  const { words, language } = useSpeech()
  const say = words.delivery
  const sum = data && say.previewSum(shownCount(data.photos), shownBytes(data.bytes), shownCount(data.zips.length))
  return (
    <Card title={say.preview} beside={sum && !isError ? <Tag tone="blue">{sum}</Tag> : null} className="preview">
      {isError ? (
        <p role="alert" className="preview-wrong">
          <Icon name="warning" />
          {refusalWords(error, language, words)}
        </p>
      ) : data === undefined ? (
        <Skeleton active paragraph={{ rows: 8 }} title={false} />
      ) : (
        <>
          {data.photos === 0 ? (
            <div className="preview-nothing">
              <b>{say.nothing}</b>
              <span className="quiet">{say.nothingHint}</span>
            </div>
          ) : (
            <Tree preview={data} />
          )}
          <Checks preview={data} />
        </>
      )}
      <div className="preview-note">
        <Icon name="key" />
        <p>
          <b>{say.twoPersons}</b>
          {say.twoPersonsHint}
        </p>
      </div>
      <div className="preview-people">
        <dl>
          <dt>{say.first}</dt>
          <dd>
            <span className="avatar small">{staff.login.slice(0, 1).toUpperCase()}</span>
            {say.you(staff.login)}
          </dd>
        </dl>
        <span className="quiet">—— {say.waitingFor} ——</span>
        <dl>
          <dt>{say.second}</dt>
          <dd>
            <span className="avatar small empty-avatar">?</span>
            {say.another}
          </dd>
        </dl>
      </div>
    </Card>
  )
}

const MOST_FOLDERS = 4

function Tree({ preview: { zips, folders, samples, manifest, list, photos } }: { preview: DeliveryPreview }) {
  const { words } = useSpeech()
  const say = words.delivery
  const [first] = folders
  const inFirst = samples.filter(({ folder }) => folder === first?.path)
  return (
    <ul className="tree" aria-label={say.preview}>
      {zips.slice(0, MOST_FOLDERS).map(({ name, bytes }, at) => (
        <li key={name}>
          <Icon name="box" />
          {name} <span>{shownBytes(bytes)}</span>
          {at > 0 || first === undefined ? null : (
            <ul>
              <li>
                {first.path === '' ? say.noFolder : <Levels path={first.path} />}{' '}
                <span>{shownCount(first.photos)}</span>
                <ul>
                  {inFirst.map((sample) => (
                    <li key={sample.name + String(sample.bytes)}>
                      <Icon name="picture" />
                      {sample.name} <span>{shownBytes(sample.bytes)}</span>
                    </li>
                  ))}
                  {first.photos > inFirst.length ? (
                    <li>
                      <span>{say.more(shownCount(first.photos - inFirst.length))}</span>
                    </li>
                  ) : null}
                </ul>
              </li>
              {folders.slice(1, MOST_FOLDERS).map(({ path, photos: inside }) => (
                <li key={path}>
                  <Levels path={path} /> <span>{shownCount(inside)}</span>
                </li>
              ))}
              {folders.length > MOST_FOLDERS ? (
                <li>
                  <span>{say.more(shownCount(folders.length - MOST_FOLDERS))}</span>
                </li>
              ) : null}
            </ul>
          )}
        </li>
      ))}
      {zips.length > MOST_FOLDERS ? (
        <li>
          <span>{say.more(shownCount(zips.length - MOST_FOLDERS))}</span>
        </li>
      ) : null}
      <li>
        <Icon name="log" />
        {manifest} <span>{say.outside}</span>
      </li>
      {list === null ? null : (
        <li>
          <Icon name="log" />
          {list}{' '}
          <span>
            {say.outside} · {say.rows(shownCount(photos))}
          </span>
        </li>
      )}
    </ul>
  )
}

function Levels({ path }: { path: string }) {
  return (
    <>
      <Icon name="columns" />
      {path.replaceAll('/', ' / ')}
    </>
  )
}

function Checks({ preview: { inScope, photos, leftOut } }: { preview: DeliveryPreview }) {
  const { words } = useSpeech()
  const say = words.delivery
  const bad = leftOut.some(({ reason }) => reason === 'name-taken' || reason === 'name-illegal')
  return (
    <div className="checks">
      <h3>{say.checks}</h3>
      <Fine>{say.inScope(shownCount(inScope))}</Fine>
      <Fine>{say.recorded(shownCount(photos))}</Fine>
      {bad ? null : <Fine>{say.namesFine}</Fine>}
      <LeftOut leftOut={leftOut} />
    </div>
  )
}

function Fine({ children }: { children: string }) {
  return (
    <p className="fine">
      <Icon name="ticked" />
      {children}
    </p>
  )
}

/** Who is left out, by reason, with a way to each. */
export function LeftOut({ leftOut }: { leftOut: DeliveryLeftOut[] }) {
  const { words, language } = useSpeech()
  const say = words.delivery
  const [, go] = usePlace()
  const [open, setOpen] = useState(false)
  const count = leftOut.reduce((sum, one) => sum + one.count, 0)
  if (count === 0) return null
  return (
    <>
      <p className="left-out">
        <Icon name="warning" />
        {say.left(shownCount(count))}
        <button type="button" className="linklike" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? say.hide : say.look}
        </button>
      </p>
      {open ? (
        <ul className="left-out-reasons">
          {leftOut.map((one) => (
            <li key={one.reason + one.detail}>
              <b>{shownCount(one.count)}</b> {one[language]}
              <div>
                {one.people.map(({ graduateId, name, studentNumber }) => (
                  <button
                    key={graduateId}
                    type="button"
                    className="linklike mono"
                    onClick={() => go({ page: 'graduates', own: { graduate: graduateId } })}
                  >
                    {name} {studentNumber}
                  </button>
                ))}
              </div>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}
