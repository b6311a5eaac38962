import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, App as Messages, Popover } from 'antd'
import { type FormEvent, useState } from 'react'
import { call } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { type FilterTab, FilterTabs } from './filters.tsx'

/** A filter that the page offers: what it sets of the place. An empty one shows everything. */
export type OfferedFilter = FilterTab & { filter: Record<string, string> }

type SavedFilterTabsProps = {
  /** Names the list for which filters are kept, e.g. `graduates`. */
  list: string
  label: string
  offered: OfferedFilter[]
  /** The keys of the place that make up the filter. */
  keys: readonly string[]
}

/** The page's own filters and those that the reader kept, as tabs; a filter that is neither can be kept. */
export function SavedFilterTabs({ list, label, offered, keys }: SavedFilterTabsProps) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const kept =
    useQuery({
      queryKey: ['staff', 'saved-filters', list],
      queryFn: () => call('savedFilterList', { query: { list } }),
    }).data ?? []
  const present = Object.fromEntries(
    keys.flatMap((key) => (place.own[key] === undefined ? [] : [[key, place.own[key]]])),
  )
  const all: OfferedFilter[] = [
    ...offered,
    ...kept.map(({ filterId, name, filter }) => ({ key: filterId, name: <OwnName name={name} />, filter })),
  ]
  const chosen = all.find(({ filter }) => isSame(filter, present))
  const own = kept.find(({ filterId }) => filterId === chosen?.key)
  const choose = (key: string) => {
    const filter = all.find((one) => one.key === key)?.filter ?? {}
    go({ own: { ...Object.fromEntries(keys.map((name) => [name, null])), ...filter, rows: null } })
  }
  return (
    <FilterTabs
      label={label}
      tabs={all}
      chosen={chosen?.key ?? null}
      choose={choose}
      extra={
        own !== undefined ? (
          <Forget list={list} filterId={own.filterId} label={words.frame.forgetFilter(own.name)} />
        ) : chosen === undefined ? (
          <Keep list={list} filter={present} />
        ) : null
      }
    />
  )
}

function OwnName({ name }: { name: string }) {
  const { words } = useSpeech()
  return (
    <>
      <Icon name="star" />
      <span aria-hidden="true">{name}</span>
      <span className="unseen">{words.frame.ownFilter(name)}</span>
    </>
  )
}

function isSame(one: Record<string, string>, other: Record<string, string>): boolean {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
}

function Keep({ list, filter }: { list: string; filter: Record<string, string> }) {
  const { language, words } = useSpeech()
  const client = useQueryClient()
  const { message } = Messages.useApp()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const keeping = useMutation({
    mutationFn: () => call('savedFilterKeep', { body: { list, name: name.trim(), filter } }),
    onSuccess: () => {
      setOpen(false)
      setName('')
      return client.invalidateQueries({ queryKey: ['staff', 'saved-filters', list] })
    },
    onError: (error) => message.error(refusalWords(error, language, words)),
  })
  const keep = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') keeping.mutate()
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      content={
        <form className="keep-filter" onSubmit={keep}>
          <Input
            aria-label={words.frame.filterName}
            placeholder={words.frame.filterName}
            autoFocus
            maxLength={30}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="primary" htmlType="submit" loading={keeping.isPending}>
            {words.frame.save}
          </Button>
        </form>
      }
    >
      <Button type="text" size="small" icon={<Icon name="plus" />} aria-expanded={open}>
        {words.frame.saveFilter}
      </Button>
    </Popover>
  )
}

function Forget({ list, filterId, label }: { list: string; filterId: string; label: string }) {
  const { language, words } = useSpeech()
  const client = useQueryClient()
  const { message } = Messages.useApp()
  const forgetting = useMutation({
    mutationFn: () => call('savedFilterForget', { params: { filterId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['staff', 'saved-filters', list] }),
    onError: (error) => message.error(refusalWords(error, language, words)),
  })
  return (
    <Button
      type="text"
      size="small"
      icon={<Icon name="cross" />}
      loading={forgetting.isPending}
      onClick={() => forgetting.mutate()}
    >
      {label}
    </Button>
  )
}
