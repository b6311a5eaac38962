import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { layCompressedCopies } from './compressed-copies.ts'

export interface PageFolder {
  /** '/' or '/console/' */
  prefix: string
  folder: string
  /** What makes the folder, for whoever opens the page before it was built. */
  buildCommand: string
}

/** Pages are no part of the API's document. */
const hidden = { schema: { hide: true } }

/** Serves the built web pages: names with a hash are kept by the browser for good, index.html is asked for each time. */
export async function servePages(app: FastifyInstance, pages: PageFolder[]): Promise<void> {
  for (const [place, { prefix, folder, buildCommand }] of pages.entries()) {
    if (!existsSync(join(folder, 'index.html'))) {
      serveApology(app, prefix, buildCommand)
      continue
    }
    if (prefix !== '/') {
      const address = prefix.slice(0, -1)
      app.get(address, hidden, (_, reply) => reply.header('cache-control', 'no-cache').redirect(prefix))
    }
    app.get(prefix, hidden, async (_, reply) => {
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache')
      return readFile(join(folder, 'index.html'))
    })
    layCompressedCopies(folder)
    await app.register(fastifyStatic, {
      root: folder,
      prefix,
      decorateReply: place === 0,
      index: false,
      cacheControl: false,
      preCompressed: true,
      setHeaders: (reply, path) => {
        const control = isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache'
        reply.header('cache-control', control)
      },
    })
  }
}

/** True for a name that the build made from the content: `app.3f2a9c1d.js`, `index-DMr11_hI.js`. */
function isHashed(path: string): boolean {
  const hash = /[.-]([\w-]{8}|[0-9a-f]{16,32})\.(?!html)\w+(?:\.map)?$/.exec(path.replace(/\.gz$/, ''))?.[1]
  return hash !== undefined && /[0-9A-Z]/.test(hash)
}

function serveApology(app: FastifyInstance, prefix: string, buildCommand: string): void {
  const answer = async (_: unknown, reply: FastifyReply) =>
    reply
      .code(503)
      .header('retry-after', '30')
      .type('text/plain; charset=utf-8')
      .send(`页面还没有生成，请先运行：${buildCommand}\nThis page has not been built yet. Run: ${buildCommand}\n`)
  app.get(prefix, hidden, answer)
  if (prefix !== '/') app.get(prefix.slice(0, -1), hidden, answer)
}
