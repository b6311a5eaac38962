import { useEffect, useState } from 'react'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { Blocks } from '../../parts/waiting.tsx'
import { citiesOf, districtsOf, loadRegions, provincesOf, type RegionChoice } from '../../regions.ts'

type RegionTable = Awaited<ReturnType<typeof loadRegions>>
type RegionSheetProps = { code: string; onChosen: (code: string, name: string) => void; onClose: () => void }

/** 省市区: province, then city, then district. The path chosen so far stays above and can be gone back. */
export function RegionSheet({ code, onChosen, onClose }: RegionSheetProps) {
  const words = useWords()
  const [table, setTable] = useState<RegionTable | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    loadRegions().then(setTable, () => setFailed(true))
  }, [])
  return (
    <Sheet title={words.mail.region} onClose={onClose}>
      <Notice words={failed ? words.offline.action : undefined} tone="bad" />
      {table === null ? (
        failed ? null : (
          <Blocks heightsPx={[48, 48, 48, 48]} />
        )
      ) : (
        <Levels table={table} code={code} onChosen={onChosen} />
      )}
    </Sheet>
  )
}

type LevelsProps = { table: RegionTable; code: string; onChosen: (code: string, name: string) => void }

function Levels({ table, code, onChosen }: LevelsProps) {
  const words = useWords().mail
  const known = table.districts[code] !== undefined
  const [province, setProvince] = useState(known ? `${code.slice(0, 2)}0000` : '')
  const [city, setCity] = useState(known ? `${code.slice(0, 4)}00` : '')
  const [level, setLevel] = useState(known ? 2 : 0)
  const lists = [provincesOf(table), citiesOf(table, province || '-'), districtsOf(table, city || '-')]
  const names = [table.provinces[province] ?? words.province, table.cities[city] ?? words.city, words.district]
  const chosen = [province, city, code]
  // A municipality is its own only city: from the province straight to the districts.
  const isMunicipality = province !== '' && lists[1].length === 1
  const tabs = [0, 1, 2].filter((place) => place <= level && !(place === 1 && isMunicipality))

  const choose = (choice: RegionChoice) => {
    if (level === 2) return onChosen(choice.code, table.regionName(choice.code) ?? choice.name)
    if (level === 1) return toDistricts(choice.code)
    setProvince(choice.code)
    const cities = citiesOf(table, choice.code)
    if (cities.length === 1) return toDistricts(cities[0].code)
    setCity('')
    setLevel(1)
  }
  const toDistricts = (cityCode: string) => {
    setCity(cityCode)
    if (districtsOf(table, cityCode).length > 0) setLevel(2)
    else onChosen(cityCode, [table.provinces[province], table.cities[cityCode]].join(' '))
  }
  return (
    <>
      <Box className="region-tabs" role="tablist">
        {tabs.map((place) => (
          <Press
            key={place}
            className={place === level ? 'region-tab on' : 'region-tab'}
            role="tab"
            aria-selected={place === level}
            onPress={() => setLevel(place)}
          >
            {names[place]}
          </Press>
        ))}
      </Box>
      <Box className="region-list">
        {lists[level].map((choice) => (
          <Press
            key={choice.code}
            className={choice.code === chosen[level] ? 'region-choice on' : 'region-choice'}
            onPress={() => choose(choice)}
          >
            {choice.name}
            {choice.code === chosen[level] ? <Icon name="check" sizePx={20} /> : null}
          </Press>
        ))}
      </Box>
    </>
  )
}
