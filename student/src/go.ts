import Taro, { useRouter } from '@tarojs/taro'

export type PageName =
  | 'welcome'
  | 'number'
  | 'scan'
  | 'register'
  | 'sign-in'
  | 'code'
  | 'forgotten'
  | 'home'
  | 'enrolments'
  | 'statement'
  | 'information'
  | 'guide'
  | 'collection-code'
  | 'viewfinder'
  | 'developing'
  | 'confirm'
  | 'paper'
  | 'mail'
  | 'order'
  | 'paid'
  | 'orders'
  | 'order-detail'
  | 'invoice'
  | 'collected'
  | 'password'
  | 'devices'
  | 'consents'
  | 'my-data'
  | 'help'

export type PageParams = Partial<Record<'graduateId' | 'orderId' | 'purpose' | 'kind' | 'sets' | 'next', string>>

function address(page: PageName, params: PageParams): string {
  const query = Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join('&')
  return `/pages/${page}/${page}${query ? `?${query}` : ''}`
}

/** Opens a screen above this one; its back button returns here. */
export function open(page: PageName, params: PageParams = {}): void {
  void Taro.navigateTo({ url: address(page, params) })
}

/** Replaces this screen. The screens of one flow replace each other, so that below them there is always the main screen. */
export function swap(page: PageName, params: PageParams = {}): void {
  void Taro.redirectTo({ url: address(page, params) })
}

/** Leaves everything behind and begins at this screen. */
export function restart(page: PageName, params: PageParams = {}): void {
  void Taro.reLaunch({ url: address(page, params) })
}

export function restartAt(pageAddress: string): void {
  void Taro.reLaunch({ url: pageAddress })
}

/** Back to the screen below, or to `otherwise` when this one was opened directly (a reload, a shared link). */
export function goBack(otherwise: PageName, params: PageParams = {}): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack()
  else swap(otherwise, params)
}

/** The parameters of this screen's address. */
export function usePageParams(): PageParams {
  const { params } = useRouter()
  const read = (key: keyof PageParams) => (params[key] === undefined ? undefined : decodeURIComponent(params[key]))
  return {
    graduateId: read('graduateId'),
    orderId: read('orderId'),
    purpose: read('purpose'),
    kind: read('kind'),
    sets: read('sets'),
    next: read('next'),
  }
}

/** The address of the screen being looked at, to come back to it after signing in again. */
export function addressNow(): string {
  const router = Taro.getCurrentInstance().router
  const name = (router?.path ?? '').replace(/^\//, '').split('?')[0].split('/')[1] as PageName
  const { graduateId, orderId, sets } = (router?.params ?? {}) as PageParams
  return address(name || 'home', { graduateId, orderId, sets })
}
