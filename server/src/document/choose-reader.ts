import type { Clock } from '../platform/clock.ts'
import type { WechatApi } from '../platform/wechat-api.ts'
import type { DocumentReader, ProviderName } from './document.ts'
import { type TencentSetting, tencentReader } from './tencent-reader.ts'
import { wechatReader } from './wechat-reader.ts'

/** Who reads documents, as the operator chose: the embedded reader, or a cloud with the embedded one behind it. */
export type DocumentSetting =
  | { provider: Exclude<ProviderName, 'tencent'> }
  | ({ provider: 'tencent' } & TencentSetting)

/** @throws Error when WeChat is chosen and no mini program is configured; the configuration refuses that earlier */
export function chooseReader(
  setting: DocumentSetting,
  embedded: DocumentReader,
  { wechat, clock }: { wechat: WechatApi | undefined; clock: Clock },
): DocumentReader {
  if (setting.provider === 'tencent') return tencentReader(setting, clock, embedded)
  if (setting.provider === 'embedded') return embedded
  if (wechat === undefined) throw new Error('WeChat reads documents only for a configured mini program')
  return wechatReader(wechat, clock, embedded)
}
