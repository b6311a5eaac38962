import { randomUUID } from 'node:crypto'
import { type Asked, answering } from './wx-calls.ts'

/** The files of the phone that the mini program can name, by their temporary paths. */
export function openPhoneFiles() {
  const files = new Map<string, Buffer>()
  return {
    keep(bytes: Buffer): string {
      const path = `http://tmp/${randomUUID()}.jpg`
      files.set(path, bytes)
      return path
    },
    has: (path: string) => files.has(path),
    read(path: string): Buffer {
      const bytes = files.get(path)
      if (bytes === undefined) throw new Error(`no such file ${path}`)
      return bytes
    },
  }
}

export type PhoneFiles = ReturnType<typeof openPhoneFiles>

/** The phone's line to the server. */
export interface Line {
  /** Nothing leaves the phone. */
  isCut: boolean
  /** Requests that the server answers in vain, each lost once. */
  losesAnswerTo: RegExp[]
  /** Every request that reached the server. */
  readonly sent: string[]
}

type Answer = { statusCode: number; header: Record<string, string>; bytes: Buffer }

/** `wx.request`, `uploadFile` and `downloadFile` as real HTTP; the mini program's own server is the one at `url`. */
export function openNetwork(url: string, files: PhoneFiles) {
  const line: Line = { isCut: false, losesAnswerTo: [], sent: [] }

  async function send(asked: Asked, method: string, headers: object, body?: RequestInit['body']): Promise<Answer> {
    const { pathname, search } = new URL(asked.url)
    if (line.isCut) throw new Error('net::ERR_INTERNET_DISCONNECTED')
    const response = await fetch(url + pathname + search, {
      method,
      headers: { referer: 'https://servicewechat.com/wx/0/page-frame.html', ...headers, ...asked.header },
      body,
    })
    line.sent.push(`${method} ${pathname}`)
    if (response.headers.getSetCookie().length > 0) throw new Error('a mini program was given a cookie')
    const bytes = Buffer.from(await response.arrayBuffer())
    const lost = line.losesAnswerTo.findIndex((pattern) => pattern.test(`${method} ${pathname}`))
    if (lost >= 0) {
      line.losesAnswerTo.splice(lost, 1)
      throw new Error('net::ERR_CONNECTION_RESET')
    }
    return { statusCode: response.status, header: Object.fromEntries(response.headers), bytes }
  }

  const request = answering('request', async (asked) => {
    const method = asked.method ?? 'GET'
    const json = method === 'GET' ? undefined : JSON.stringify(asked.data)
    const { bytes, ...answer } = await send(asked, method, { 'content-type': 'application/json' }, json)
    const text = bytes.toString()
    try {
      return { ...answer, data: JSON.parse(text) }
    } catch {
      return { ...answer, data: text }
    }
  })
  const upload = (tell: Tell) =>
    answering('uploadFile', async (asked) => {
      const form = new FormData()
      for (const [name, value] of Object.entries(asked.formData ?? {})) form.append(name, String(value))
      const file = files.read(asked.filePath)
      form.append(asked.name, new Blob([new Uint8Array(file)], { type: 'image/jpeg' }), 'photo.jpg')
      const { bytes, ...answer } = await send(asked, 'POST', {}, form)
      tell({ progress: 100, totalBytesSent: file.length, totalBytesExpectedToSend: file.length })
      return { ...answer, data: bytes.toString() }
    })
  const download = answering('downloadFile', async (asked) => {
    const { bytes, ...answer } = await send(asked, 'GET', {})
    return { ...answer, tempFilePath: files.keep(bytes) }
  })

  const calls = {
    request: (asked: Asked) => asTask(() => request)(asked),
    downloadFile: (asked: Asked) => asTask(() => download)(asked),
    uploadFile: (asked: Asked) => asTask(upload)(asked),
  }
  return { line, calls }
}

type Tell = (event: object) => void

/** WeChat hands back a task at once, by which progress can be heard. */
function asTask(begin: (tell: Tell) => (asked: Asked) => unknown) {
  return (asked: Asked) => {
    const hearers: Tell[] = []
    const nothing = () => undefined
    begin((event) => {
      for (const hear of hearers) hear(event)
    })(asked)
    const onProgressUpdate = (hear: Tell) => void hearers.push(hear)
    return { onProgressUpdate, offProgressUpdate: nothing, abort: nothing, onHeadersReceived: nothing }
  }
}
