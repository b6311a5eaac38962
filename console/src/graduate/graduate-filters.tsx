import type { GraduateFacets, PhotoStage, StaffGraduateQuery } from '@tucai/contract'
import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { FilterChip, FilterRow } from '../table/filters.tsx'
import { SavedFilterTabs } from '../table/saved-filters.tsx'
import { useSpeech } from '../words/language.tsx'

const photoStages: readonly PhotoStage[] = [
  'none',
  'confirmed',
  'photographed',
  'waiting',
  'rejected',
  'approved',
  'delivered',
  'proofread',
]
const orders = ['none', 'unpaid', 'paid', 'producing', 'shipped', 'done'] as const
const cares = ['overdue', 'correction', 'unconfirmed', 'withdrawn'] as const

/** What of the place makes up the filter. */
export const filterKeys = ['stage', 'order', 'care', 'college', 'className', 'level'] as const

/** The filter that the place sets; what the server does not know counts as absent. */
export function filterOf(own: Record<string, string>): Omit<StaffGraduateQuery, 'offset' | 'limit' | 'sort'> {
  return {
    college: own.college,
    className: own.className,
    level: own.level,
    stage: photoStages.find((stage) => stage === own.stage),
    order: orders.find((order) => order === own.order),
    care: cares.find((care) => care === own.care),
  } as Omit<StaffGraduateQuery, 'offset' | 'limit' | 'sort'>
}

/** Tabs with their counts, the search and the chips. */
export function GraduateFilters({ facets, clear }: { facets: GraduateFacets | undefined; clear: (() => void) | null }) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const { graduate, frame } = words
  const set = (key: (typeof filterKeys)[number]) => ({
    values: place.own[key] === undefined ? [] : [place.own[key]],
    change: ([value]: string[]) => go({ own: { [key]: value ?? null, rows: null } }),
  })
  const named = (all: GraduateFacets['colleges'] = []) => all.map(({ name }) => ({ value: name, label: name }))
  const states = frame.states as Record<string, string>
  return (
    <>
      <SavedFilterTabs
        list="graduates"
        label={frame.filters}
        keys={filterKeys}
        offered={[
          { key: 'all', name: graduate.all, count: facets?.total, filter: {} },
          { key: 'none', name: states.none, count: facets && (facets.stages.none ?? 0), filter: { stage: 'none' } },
          {
            key: 'waiting',
            name: states.waiting,
            count: facets && (facets.stages.waiting ?? 0),
            filter: { stage: 'waiting' },
          },
          ...cares.map((care) => ({
            key: care,
            name: graduate.cares[care],
            count: facets?.cares[care],
            hot: care !== 'withdrawn' && (facets?.cares[care] ?? 0) > 0,
            filter: { care },
          })),
        ]}
      />
      <FilterRow clear={clear}>
        <Search word={place.search} find={(word) => go({ search: word, own: { rows: null } })} />
        <FilterChip field={graduate.college} options={named(facets?.colleges)} {...set('college')} />
        <FilterChip field={graduate.className} options={named(facets?.classes)} {...set('className')} />
        <FilterChip field={graduate.level} options={named(facets?.levels)} {...set('level')} />
        <FilterChip
          field={graduate.stage}
          options={photoStages.map((stage) => ({ value: stage, label: states[stage]! }))}
          {...set('stage')}
        />
        <FilterChip
          field={graduate.order}
          options={orders.map((order) => ({
            value: order,
            label: order === 'none' ? graduate.noOrder : graduate.orders[order],
          }))}
          {...set('order')}
        />
      </FilterRow>
    </>
  )
}

const typingPauseMs = 250

/** Searches once typing pauses. */
function Search({ word, find }: { word: string; find: (word: string) => void }) {
  const { words } = useSpeech()
  const [typed, setTyped] = useState(word)
  useEffect(() => setTyped(word), [word])
  useEffect(() => {
    if (typed === word) return
    const timer = setTimeout(() => find(typed), typingPauseMs)
    return () => clearTimeout(timer)
  }, [typed, word, find])
  return (
    <search>
      <Input
        className="search-field"
        prefix={<Icon name="find" />}
        aria-label={words.graduate.search}
        placeholder={words.graduate.search}
        value={typed}
        maxLength={60}
        allowClear
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={() => find(typed)}
      />
    </search>
  )
}
