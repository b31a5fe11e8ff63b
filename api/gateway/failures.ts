import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Vendor } from '../../store/schema.ts'
import { networkOf } from '../network.ts'
import { problem } from '../problem.ts'
import type { Door } from './door.ts'
import type { Floods } from './floods.ts'
import type { Refusals } from './refusals.ts'

/**
 * What the gateway answers when it cannot decide: too large is final; whatever else fails is ours
 * (storage away), and 503 makes the vendor deliver again.
 */
export function answerFailures(
  app: FastifyInstance,
  { door, refusals, floods }: { door: Door; refusals: Refusals; floods: Floods },
): void {
  async function countTooLarge({ ip, url }: FastifyRequest): Promise<void> {
    const [, , source, , accountId] = url.split(/[/?]/)
    floods.refused(networkOf(ip))
    if (accountId === undefined || (await door.keeperOf(accountId)) === undefined) return
    await refusals.count({ accountId, source: vendorOf(source), reason: 'too_large' })
  }

  app.setErrorHandler<Error & { statusCode?: number }>(async (error, request, reply) => {
    if (error.statusCode === 413) {
      await countTooLarge(request).catch(() => undefined)
      return reply.send(problem(reply, 'too_large'))
    }
    if (error.statusCode !== undefined && error.statusCode < 500) throw error
    request.log.error({ err: error }, 'delivery not stored')
    return reply.header('retry-after', '5').send(problem(reply, 'storage_away'))
  })
}

const vendorOf = (name: string | undefined): Vendor => (name === 'rillet' ? 'rillet' : 'sequence')
