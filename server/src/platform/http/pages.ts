import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

export interface PageFolder {
  /** '/' or '/console/' */
  prefix: string
  folder: string
  /** What makes the folder, for whoever opens the page before it was built. */
  buildCommand: string
}

/** Serves the built web pages: names with a hash are kept by the browser for good, index.html is asked for each time. */
export async function servePages(app: FastifyInstance, pages: PageFolder[]): Promise<void> {
  for (const [place, { prefix, folder, buildCommand }] of pages.entries()) {
    if (!existsSync(join(folder, 'index.html'))) {
      serveApology(app, prefix, buildCommand)
      continue
    }
    await app.register(fastifyStatic, {
      root: folder,
      prefix,
      decorateReply: place === 0,
      index: 'index.html',
      redirect: true,
      cacheControl: false,
      preCompressed: false,
      setHeaders: (reply, path) => {
        const isHashed = /[.-][0-9a-zA-Z_-]{8,}\.[a-z0-9.]+$/.test(path) && !path.endsWith('.html')
        const control = isHashed ? 'public, max-age=31536000, immutable' : 'no-cache'
        reply.header('cache-control', control)
      },
    })
  }
}

function serveApology(app: FastifyInstance, prefix: string, buildCommand: string): void {
  const answer = async (_: unknown, reply: FastifyReply) =>
    reply
      .code(503)
      .header('retry-after', '30')
      .type('text/plain; charset=utf-8')
      .send(`页面还没有生成，请先运行：${buildCommand}\nThis page has not been built yet. Run: ${buildCommand}\n`)
  app.get(prefix, answer)
  if (prefix !== '/') app.get(prefix.slice(0, -1), answer)
}
