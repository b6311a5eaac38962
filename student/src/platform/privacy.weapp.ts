import { waitForPrivacy } from '../privacy.ts'

/** By this id WeChat recognises that its own button was tapped. */
export const privacyButtonId = 'agree-privacy'

type Resolve = (answer: { event: 'agree' | 'disagree'; buttonId?: string }) => void

/** Neither is known to Taro; WeChat has both from base library 2.32.3, before which it asked nothing. */
declare const wx: {
  onNeedPrivacyAuthorization?(listener: (resolve: Resolve) => void): void
  openPrivacyContract?(given: object): void
}

wx.onNeedPrivacyAuthorization?.((resolve) => {
  waitForPrivacy((answer) =>
    resolve(answer === 'agree' ? { event: 'agree', buttonId: privacyButtonId } : { event: 'disagree' }),
  )
})

/** The text that the operator has registered with WeChat. */
export function openPrivacyContract(): void {
  wx.openPrivacyContract?.({})
}
