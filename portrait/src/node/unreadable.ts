import type { Finding } from '../report.ts'
import { bytesMax, pixelsMax, type Unreadable } from './decode.ts'

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
      return {
        ...base,
        value: why.pixels,
        limit: pixelsMax,
        unit: 'px',
        zh: `照片像素太多（${megapixels} 百万像素，须少于 ${pixelsMax / 1e6} 百万），请用普通拍照模式重拍。`,
        en: `The photo has too many pixels (${megapixels} megapixels, fewer than ${pixelsMax / 1e6} allowed); please use the ordinary camera mode.`,
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
    case 'gave-up':
      return {
        ...base,
        value: why.seconds,
        limit: why.seconds,
        unit: 's',
        zh: '这张照片处理时间过长或占用过多，已停止，请重新拍摄一张。',
        en: 'Processing this photo took too long or too much memory and was stopped; please take another one.',
      }
    default:
      return {
        ...base,
        value: 0,
        limit: 1,
        unit: 'picture',
        zh: '这个文件不是可用的照片，请选择 JPG、PNG 或 WebP 格式的照片。',
        en: 'This file is not a usable photo; please choose a JPG, PNG or WebP picture.',
      }
  }
}
