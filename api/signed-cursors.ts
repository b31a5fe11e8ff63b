import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Secrets } from '../store/secrets.ts'
import { wrongCursor } from './cursors.ts'
import { ApiError } from './problem.ts'

/**
 * A cursor is good for the account and the list that gave it, and for no other: it carries a signature
 * that is taken off before a route reads it. One that is signed for elsewhere is answered 404, one that
 * has not our form 400.
 */
export function signCursors(app: FastifyInstance, secrets: Secrets): void {
  app.addHook('preValidation', async (request) => {
    const { query } = request
    if (!isObject(query) || typeof query['cursor'] !== 'string' || query['cursor'] === '') return
    const [, cursor, signature] = /^([\w-]+)\.([\w-]{43})$/.exec(query['cursor']) ?? []
    if (cursor === undefined || signature === undefined) throw wrongCursor()
    if (!secrets.isSigned(placed(request, cursor), signature)) {
      throw new ApiError('not_found', 'This list has no such page: begin again without a cursor.')
    }
    query['cursor'] = cursor
  })
  app.addHook('preSerialization', async (request, _, payload) => {
    if (!isObject(payload) || typeof payload['nextCursor'] !== 'string') return payload
    const { nextCursor } = payload
    return { ...payload, nextCursor: `${nextCursor}.${secrets.sign(placed(request, nextCursor))}` }
  })
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

function placed({ params, routeOptions }: FastifyRequest, cursor: string): string {
  return `cursor ${JSON.stringify(params)} ${routeOptions.url ?? ''} ${cursor}`
}
