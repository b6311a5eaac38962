import Taro from '@tarojs/taro'
import type { AddressInput } from '@tucai/contract'

export const hasWechatAddress = true

/** Lets the user pick one of the addresses that WeChat keeps. Nothing happens when they change their mind. */
export function chooseWechatAddress(onChosen: (address: AddressInput & { region: string }) => void): void {
  Taro.chooseAddress().then(
    (chosen) =>
      onChosen({
        recipient: chosen.userName,
        phone: chosen.telNumber,
        regionCode: chosen.nationalCode ?? '',
        region: [...new Set([chosen.provinceName, chosen.cityName, chosen.countyName])].join(' '),
        detail: chosen.detailInfo,
      }),
    () => undefined,
  )
}
