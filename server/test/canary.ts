import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Canary {
  /** Files that would make a careless reader fetch something from here, by what they are. */
  bait: Record<string, Buffer>
  hits: string[]
  close(): Promise<void>
}

/** A listener on the loopback that nobody has a reason to call: whoever does was talked into it by a file. */
export async function startCanary(): Promise<Canary> {
  const hits: string[] = []
  const listener = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready))
  const at = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
  const svg = (inside: string, before = '') =>
    Buffer.from(`${before}<svg xmlns="http://www.w3.org/2000/svg" width="480" height="640">${inside}</svg>`)
  return {
    hits,
    bait: {
      'an SVG with a picture from elsewhere': svg(`<image href="${at}/image.png" width="480" height="640"/>`),
      'an SVG with a style sheet': svg('<rect/>', `<?xml-stylesheet href="${at}/style.css"?>`),
      'an SVG with an external entity': svg(
        '<text>&far;</text>',
        `<!DOCTYPE svg [<!ENTITY far SYSTEM "${at}/entity">]>`,
      ),
      'an address instead of a picture': Buffer.from(`${at}/photo.jpg`),
      'a list of pictures': Buffer.from(`#EXTM3U\n${at}/list.jpg\n`),
      'a drawing that asks a delegate': Buffer.from(`push graphic-context\nimage over 0,0 9,9 '${at}/mvg.png'\n`),
      'a page': Buffer.from(`<!doctype html><img src="${at}/page.png">`),
    },
    close: () => new Promise((closed) => listener.close(() => closed())),
  }
}
