import type { FastifyPluginAsync } from 'fastify'
import { sql } from 'kysely'
import type { ApiDeps } from './deps.ts'
import { within } from './within.ts'

const waitMs = 2_000

/** Alive, and ready. The gateway works without Temporal, so its state is told but decides nothing. */
export const healthRoutes: FastifyPluginAsync<ApiDeps> = async (app, { db, temporal }) => {
  app.get('/healthz', async () => ({ status: 'alive' }))

  app.get('/readyz', async (_, reply) => {
    const [postgres, temporalState] = await Promise.all([
      stateOf(sql`select 1`.execute(db)),
      stateOf(temporal.workflowService.getSystemInfo({})),
    ])
    const isReady = postgres === 'up'
    return reply
      .code(isReady ? 200 : 503)
      .send({ status: isReady ? 'ready' : 'not ready', postgres, temporal: temporalState })
  })
}

async function stateOf(answer: Promise<unknown>): Promise<'up' | 'down'> {
  const isUp = await within(
    waitMs,
    answer.then(() => true),
  ).catch(() => false)
  return isUp === true ? 'up' : 'down'
}
