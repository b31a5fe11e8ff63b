import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { accountOf } from '../account.ts'
import { guardOf } from '../auth/access.ts'
import { operatorOf } from '../auth.ts'
import type { ApiDeps } from '../deps.ts'
import { openStream, type Stream } from '../events/stream.ts'
import { ApiError } from '../problem.ts'
import { AccountParams } from '../schemas/common.ts'

const most = 500
const mostOfOne = 20
/** How long a page goes on being told after its session ended or its role was taken away. */
const recheckMs = 5_000

/** News for pages that are open: what to load again. */
export const eventRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { db, changes } = deps
  const mayStill = guardOf(deps)
  const open = new Map<Stream, string>()
  app.addHook('preClose', async () => {
    for (const stream of open.keys()) stream.end()
  })

  app.get(
    '/events',
    {
      config: { role: 'viewer', unattended: true },
      schema: {
        tags: ['Accounts'],
        summary:
          'Tells what changes, as server-sent events, for as long as one may see the account',
        description:
          'Each event `changed` has data `{"what": "invoice", "id": "…"}`: load that again. `what` is `invoice`, `link`, `connection` or `delivery`; null says that anything may have changed, as after every new connection: nothing is told twice, so `Last-Event-ID` is answered by that too.',
        produces: ['text/event-stream'],
        params: AccountParams,
        response: { 200: z.string().describe('Events, until either side ends it') },
      },
    },
    async (request, reply) => {
      const { accountId } = request.params
      await accountOf(db, accountId)
      const { id } = operatorOf(request)
      const own = [...open.values()].filter((owner) => owner === id).length
      if (open.size >= most || own >= mostOfOne) throw new ApiError('too_many_streams')

      const stream = openStream(reply, () => {
        open.delete(stream)
        clearInterval(recheck)
        leave?.()
      })
      open.set(stream, id)
      const recheck = setInterval(() => {
        // Where the database does not answer, the next look decides.
        void mayStill(request).then(
          (may) => may || stream.end(),
          () => undefined,
        )
      }, recheckMs)
      let leave: (() => void) | undefined
      try {
        leave = await changes.subscribe(accountId, stream.tell)
        if (!open.has(stream)) leave()
        // What changed while the page was loading is not lost.
        stream.tell({ what: null, id: null })
      } catch (error) {
        request.log.error({ err: error }, 'changes are not told')
        stream.end()
      }
    },
  )
}
