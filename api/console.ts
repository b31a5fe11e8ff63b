import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { problem } from './problem.ts'

const aYear = 'public, max-age=31536000, immutable'

/**
 * Serves the built console at `/`: its files, and its page at every address that a person opens and that is
 * not the API's. Without a build, `/` leads to the API's description.
 */
export async function serveConsole(app: FastifyInstance, dir: string): Promise<void> {
  const isBuilt = existsSync(join(dir, 'index.html'))
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: dir,
      index: false,
      wildcard: false, // every file is a route of its own: nothing else of the folder is reached
      globIgnore: ['.vite/**', 'built-from', '**/*.gz', '**/*.br', 'index.html'],
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const isHashed = path.includes('/assets/') || path.includes('\\assets\\')
        void reply.header('cache-control', isHashed ? aYear : 'no-cache')
      },
    })
  } else {
    app.get('/', { schema: { hide: true } }, (_, reply) => reply.redirect('/api/docs'))
  }
  app.setNotFoundHandler((request, reply) => {
    if (isBuilt && wantsPage(request)) return reply.sendFile('index.html')
    const path = request.url.split('?')[0]
    const detail = `Nothing answers ${request.method} ${path}: see /api/docs.`
    return reply.send(problem(reply, 'not_found', { detail }))
  })
}

/** A browser that opens an address, not a program that asks, nor a file that is missing. */
function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  const path = url.split('?')[0] ?? ''
  const isOurs = path !== '/api' && !path.startsWith('/api/') && !path.startsWith('/assets/')
  return method === 'GET' && isOurs && (headers.accept ?? '').includes('text/html')
}
