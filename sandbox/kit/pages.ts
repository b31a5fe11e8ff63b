import type { FastifyInstance, FastifyReply } from 'fastify'

/** Sends a page that may load nothing but the sandbox's own style sheet and posts only here. */
export function sendPage(reply: FastifyReply, markup: string, status = 200): FastifyReply {
  return reply
    .code(status)
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    )
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(markup)
}

/** Back to a page after a form, saying what came of it. */
export function backTo(
  reply: FastifyReply,
  path: string,
  said: { notice: string } | { error: string },
): FastifyReply {
  return reply.redirect(`${path}?${new URLSearchParams(said).toString()}`, 303)
}

/** The pages ask for no password, so a form on somebody else's page must not reach them. */
export function refuseForeignForms(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const site = request.headers['sec-fetch-site']
    if (request.method === 'GET' || site === undefined) return
    if (site !== 'same-origin' && site !== 'none') {
      return reply.code(403).type('text/plain').send('forms are taken from this server only')
    }
  })
}
