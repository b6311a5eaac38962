/** 省市区 as three levels of choices. The table itself is large and arrives only when a region is chosen. */
export type RegionChoice = { code: string; name: string }

type RegionTable = {
  provinces: Record<string, string>
  cities: Record<string, string>
  districts: Record<string, string>
  regionName: (code: string) => string | undefined
}

export function loadRegions(): Promise<RegionTable> {
  return import('@tucai/contract/regions')
}

export function provincesOf(table: RegionTable): RegionChoice[] {
  return choices(table.provinces, '')
}

export function citiesOf(table: RegionTable, provinceCode: string): RegionChoice[] {
  return choices(table.cities, provinceCode.slice(0, 2))
}

export function districtsOf(table: RegionTable, cityCode: string): RegionChoice[] {
  return choices(table.districts, cityCode.slice(0, 4))
}

function choices(names: Record<string, string>, start: string): RegionChoice[] {
  return Object.entries(names)
    .filter(([code]) => code.startsWith(start))
    .map(([code, name]) => ({ code, name }))
}
