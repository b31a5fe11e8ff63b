import type { FastifyInstance } from 'fastify'

/** JSON and forms only; an empty body is no body, whatever its declared type. */
export function acceptBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (_request, body, done) => {
      if (body === '') return done(null, undefined)
      try {
        done(null, JSON.parse(body))
      } catch {
        done(Object.assign(new Error('the body is not valid JSON'), { statusCode: 400 }))
      }
    },
  )
}
