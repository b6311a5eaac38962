import { type Asked, answering } from './wx-calls.ts'
import type { PhoneFiles } from './wx-network.ts'

/** Who holds the phone, and what they do when WeChat asks. */
export interface Holder {
  /** The picture that the camera takes and the album has. */
  photo: Buffer
  loginCode(): string
  /** What `wx.requestPayment` says; the text after the colon. */
  pay(parameters: Record<string, string>): string
  language: 'zh_CN' | 'en'
}

/** What the phone has done for the mini program. */
export interface Done {
  title: string
  album: Buffer[]
  /** Ids of message templates that the holder agreed to. */
  subscribed: string[]
  privacyAsked: number
}

type NeedsPrivacy = (resolve: (given: { event: string }) => void, info: object) => void

/** Everything of `wx` that is neither network nor pages. */
export function openDevice(holder: Holder, files: PhoneFiles) {
  const storage = new Map<string, unknown>()
  const done: Done = { title: '', album: [], subscribed: [], privacyAsked: 0 }
  let needsPrivacy: NeedsPrivacy | undefined
  let isAgreed = false

  /** What touches personal data waits until the privacy guide is agreed to, in the page's own sheet or in WeChat's. */
  const afterPrivacy = async () => {
    if (isAgreed) return
    done.privacyAsked += 1
    if (needsPrivacy) {
      const { event } = await new Promise<{ event: string }>((resolve) => needsPrivacy?.(resolve, { referrer: '' }))
      if (event === 'disagree') throw new Error('privacy permission is not authorized')
    }
    isAgreed = true
  }
  const guarded = (name: string, work: (asked: Asked) => object) =>
    answering(name, async (asked) => {
      await afterPrivacy()
      return work(asked)
    })
  const base = {
    language: holder.language,
    version: '8.0.50',
    SDKVersion: '3.6.0',
    fontSizeScaleFactor: 1,
    theme: 'light',
  }
  const window = {
    windowWidth: 390,
    windowHeight: 844,
    screenWidth: 390,
    screenHeight: 844,
    statusBarHeight: 47,
    pixelRatio: 3,
  }
  const device = { brand: 'Apple', model: 'iPhone 14', system: 'iOS 17.4', platform: 'ios' }

  const calls = {
    getAppBaseInfo: () => base,
    getWindowInfo: () => window,
    getDeviceInfo: () => device,
    getSystemInfoSync: () => ({ ...base, ...window, ...device }),
    getSystemInfo: answering('getSystemInfo', () => ({ ...base, ...window, ...device })),
    getMenuButtonBoundingClientRect: () => ({ top: 51, bottom: 83, left: 296, right: 383, width: 87, height: 32 }),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx', envVersion: 'release', version: '1' } }),
    canIUse: () => true,
    nextTick: (work: () => void) => void setTimeout(work),
    setStorageSync: (key: string, value: unknown) => void storage.set(key, value),
    getStorageSync: (key: string) => storage.get(key) ?? '',
    removeStorageSync: (key: string) => void storage.delete(key),
    setNavigationBarTitle: answering('setNavigationBarTitle', ({ title }) => {
      done.title = title
      return {}
    }),
    login: answering('login', () => ({ code: holder.loginCode() })),
    requestPayment: answering('requestPayment', (asked) => {
      const { success: _1, fail: _2, complete: _3, ...parameters } = asked
      const [, said = ''] = holder.pay(parameters).split(/:(.*)/)
      if (said !== 'ok') throw new Error(said.replace(/^fail /, ''))
      return {}
    }),
    requestSubscribeMessage: answering('requestSubscribeMessage', ({ tmplIds }) => {
      done.subscribed.push(...tmplIds)
      return Object.fromEntries((tmplIds as string[]).map((id) => [id, 'accept']))
    }),
    chooseMedia: guarded('chooseMedia', () => {
      const tempFilePath = files.keep(holder.photo)
      return { type: 'image', tempFiles: [{ tempFilePath, size: holder.photo.length, fileType: 'image' }] }
    }),
    getFileInfo: answering('getFileInfo', ({ filePath }) => ({ size: files.read(filePath).length })),
    saveImageToPhotosAlbum: guarded('saveImageToPhotosAlbum', ({ filePath }) => {
      done.album.push(files.read(filePath))
      return {}
    }),
    getFileSystemManager: () => ({ readFileSync: (path: string) => files.read(path).toString() }),
    createCameraContext: () => ({
      takePhoto: guarded('takePhoto', () => ({ tempImagePath: files.keep(holder.photo) })),
      onCameraFrame: () => ({ start: () => undefined, stop: () => undefined }),
    }),
    getPrivacySetting: answering('getPrivacySetting', () => ({
      needAuthorization: !isAgreed,
      privacyContractName: '',
    })),
    onNeedPrivacyAuthorization(hear: NeedsPrivacy) {
      needsPrivacy = hear
    },
    requirePrivacyAuthorize: guarded('requirePrivacyAuthorize', () => ({})),
    getSetting: answering('getSetting', () => ({ authSetting: {} })),
    getUpdateManager: () => ({ onCheckForUpdate() {}, onUpdateReady() {}, onUpdateFailed() {}, applyUpdate() {} }),
    createSelectorQuery: () => selectorQuery(),
  }
  return { calls, done }
}

function selectorQuery() {
  const hearers: ((found: object) => void)[] = []
  const found = { left: 0, top: 91, width: 390, height: 560 }
  const query = {
    select: () => query,
    in: () => query,
    boundingClientRect(hear?: (found: object) => void) {
      if (hear) hearers.push(hear)
      return query
    },
    exec: (hear?: (all: object[]) => void) => {
      for (const tell of hearers) tell(found)
      hear?.([found])
    },
  }
  return query
}
