import { emptyReport, type Finding, type Report } from '../report.ts'
import { loadStandard } from './standards.ts'

export const bytesMax = 60_000_000

/** Why a file cannot be read as a photo. */
export type Unreadable =
  | { reason: 'missing' }
  | { reason: 'empty' }
  | { reason: 'too-heavy'; bytes: number }
  | { reason: 'too-large'; pixels: number; limit: number }
  | { reason: 'format' }
  | { reason: 'variant' }
  | { reason: 'damaged' }
  | { reason: 'gave-up'; seconds: number }
  | { reason: 'crashed' }
  | { reason: 'too-much-memory'; bytes: number; limit: number }

/** The whole report on a file that cannot be read. @throws for an unknown standard */
export function reportUnreadable(standard: string | undefined, why: Unreadable): Report {
  const report = emptyReport(loadStandard(standard), null, null)
  report.findings.push(unreadableFinding(why))
  return report
}

/** Why a file cannot be read, as a finding with the number that matters. */
export function unreadableFinding(why: Unreadable): Finding {
  const base = { code: 'FILE_UNREADABLE', severity: 'block' as const }
  switch (why.reason) {
    case 'missing':
      return {
        ...base,
        value: 0,
        limit: 1,
        unit: 'file',
        zh: '找不到这个文件，请重新选择照片。',
        en: 'The file was not found; please choose the photo again.',
      }
    case 'empty':
      return {
        ...base,
        value: 0,
        limit: 1,
        unit: 'bytes',
        zh: '这个文件是空的（0 字节），请重新拍摄或选择照片。',
        en: 'The file is empty (0 bytes); please take or choose the photo again.',
      }
    case 'too-heavy': {
      const megabytes = Math.round(why.bytes / 1e6)
      return {
        ...base,
        value: why.bytes,
        limit: bytesMax,
        unit: 'bytes',
        zh: `照片文件太大（${megabytes} MB，限 ${bytesMax / 1e6} MB），请用普通拍照模式重拍。`,
        en: `The file is too large (${megabytes} MB, limit ${bytesMax / 1e6} MB); please use the ordinary camera mode.`,
      }
    }
    case 'too-large': {
      const megapixels = Math.round(why.pixels / 1e6)
      const limit = Math.floor(why.limit / 1e6)
      return {
        ...base,
        value: why.pixels,
        limit: why.limit,
        unit: 'px',
        zh: `照片像素太多（${megapixels} 百万像素，须少于 ${limit} 百万），请用普通拍照模式重拍。`,
        en: `The photo has too many pixels (${megapixels} megapixels, fewer than ${limit} allowed); please use the ordinary camera mode.`,
      }
    }
    case 'damaged':
      return {
        ...base,
        value: 0,
        limit: 1,
        unit: 'picture',
        zh: '照片文件不完整或已损坏，请重新拍摄或选择照片。',
        en: 'The photo file is incomplete or damaged; please take or choose the photo again.',
      }
    case 'variant':
      return {
        ...base,
        value: 0,
        limit: 1,
        unit: 'picture',
        zh: '这张 HEIC 照片的编码方式暂不支持（例如 HDR），请在手机上导出为 JPG 后再选择。',
        en: 'This HEIC photo is stored in a way that is not supported (HDR, for example); please export it as JPG and choose that.',
      }
    case 'gave-up':
      return {
        ...base,
        value: why.seconds,
        limit: why.seconds,
        unit: 's',
        zh: `处理这张照片超过 ${why.seconds} 秒，已停止，请重新拍摄一张。`,
        en: `Processing this photo took longer than ${why.seconds} seconds and was stopped; please take another one.`,
      }
    case 'crashed':
      return {
        ...base,
        value: 0,
        limit: 1,
        unit: 'picture',
        zh: '这张照片的文件使读取程序意外停止，请重新拍摄一张。',
        en: 'This photo made the program that reads it stop; please take another one.',
      }
    case 'too-much-memory': {
      const megabytes = Math.round(why.limit / 1e6)
      return {
        ...base,
        value: why.bytes,
        limit: why.limit,
        unit: 'bytes',
        zh: `处理这张照片占用内存超过 ${megabytes} MB，已停止，请重新拍摄一张。`,
        en: `Processing this photo took more than ${megabytes} MB of memory and was stopped; please take another one.`,
      }
    }
    default:
      return {
        ...base,
        value: 0,
        limit: 1,
        unit: 'picture',
        zh: '这个文件不是可用的照片，请选择 JPG、HEIC、PNG 或 WebP 格式的照片。',
        en: 'This file is not a usable photo; please choose a JPG, HEIC, PNG or WebP picture.',
      }
  }
}
