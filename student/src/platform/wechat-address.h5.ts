import type { AddressInput } from '@tucai/contract'

/** Only WeChat keeps addresses for its mini programs. */
export const hasWechatAddress = false

export function chooseWechatAddress(_onChosen: (address: AddressInput & { region: string }) => void): void {}
