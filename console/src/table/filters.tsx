import { Button, Dropdown, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { shownCount } from '../frame/numbers.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'

export type FilterTab = { key: string; name: ReactNode; count?: number | undefined; hot?: boolean }

type FilterTabsProps = {
  label: string
  tabs: FilterTab[]
  /** Null while the filter set is none of these. */
  chosen: string | null
  choose: (key: string) => void
  /** At the right, e.g. the button that saves a filter. */
  extra?: ReactNode
}

/** Filters as tabs with their counts. */
export function FilterTabs({ label, tabs, chosen, choose, extra }: FilterTabsProps) {
  return (
    <Tabs
      className="filter-tabs"
      aria-label={label}
      activeKey={chosen ?? ''}
      onChange={choose}
      tabBarExtraContent={extra}
      items={tabs.map(({ key, name, count, hot }) => ({
        key,
        label: (
          <span className="filter-tab">
            {name}
            {count === undefined ? null : <em className={hot ? 'hot' : ''}>{shownCount(count)}</em>}
          </span>
        ),
      }))}
    />
  )
}

type ChipProps = {
  field: string
  /** The values set; none shows the field alone. */
  values: readonly string[]
  options: readonly { value: string; label: string }[]
  /** With one value at a time the choice closes the menu. */
  several?: boolean
  change: (values: string[]) => void
}

/** A condition: the field and what it is set to, chosen from a menu and removed by its cross. */
export function FilterChip({ field, values, options, several = false, change }: ChipProps) {
  const { words } = useSpeech()
  const set = values.length > 0
  const shown = values.map((value) => options.find((option) => option.value === value)?.label ?? value).join('、')
  return (
    <span className={set ? 'chip on' : 'chip'}>
      <Dropdown
        trigger={['click']}
        menu={{
          items: options.map(({ value, label }) => ({ key: value, label })),
          selectable: true,
          multiple: several,
          selectedKeys: [...values],
          onSelect: ({ key, selectedKeys }) => change(several ? selectedKeys : [key]),
          onDeselect: ({ selectedKeys }) => change(selectedKeys),
          className: 'chip-menu',
        }}
      >
        <button type="button" aria-haspopup="menu">
          {field}
          {set ? <b>{shown}</b> : <Icon name="down" />}
        </button>
      </Dropdown>
      {set ? (
        <button type="button" aria-label={words.frame.removeChip(field)} onClick={() => change([])}>
          <Icon name="cross" />
        </button>
      ) : null}
    </span>
  )
}

/** The row of chips below the tabs; `clear` is given while something is set. */
export function FilterRow({ children, clear }: { children: ReactNode; clear?: (() => void) | null }) {
  const { words } = useSpeech()
  return (
    <div className="filter-row">
      {children}
      {clear ? (
        <Button type="link" onClick={clear}>
          {words.frame.clear}
        </Button>
      ) : null}
    </div>
  )
}
