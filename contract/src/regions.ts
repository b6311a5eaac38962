import { areaList } from '@vant/area-data'

/** 省市区, keyed by six-digit code: provinces end in 0000, cities in 00. Source: @vant/area-data. */
export const provinces: Record<string, string> = areaList.province_list
export const cities: Record<string, string> = areaList.city_list
export const districts: Record<string, string> = areaList.county_list

/** Province, city and district of a district code as shown, e.g. `上海市 浦东新区`; undefined when unknown. */
export function regionName(code: string): string | undefined {
  const district = districts[code]
  const city = cities[`${code.slice(0, 4)}00`]
  const province = provinces[`${code.slice(0, 2)}0000`]
  if (district === undefined || province === undefined) return undefined
  return [...new Set([province, city, district].filter((name) => name !== undefined))].join(' ')
}
