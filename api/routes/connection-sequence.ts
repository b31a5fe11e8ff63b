import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { disconnect } from '../../store/connection-ends.ts'
import { connectSequence } from '../../store/connection-writes.ts'
import { openInvoices } from '../../store/open-invoices.ts'
import { endOf } from '../../store/secrets.ts'
import { accountOf } from '../account.ts'
import { note } from '../audit/record.ts'
import { actorOf } from '../auth.ts'
import { probeSequence } from '../connect-probes.ts'
import { sequenceView } from '../connection-views.ts'
import type { ApiDeps } from '../deps.ts'
import { recheck } from '../recheck.ts'
import { AccountParams } from '../schemas/common.ts'
import {
  DisconnectedView,
  Rechecked,
  SequenceCredentials,
  SequenceView,
} from '../schemas/connection.ts'
import { startConnect } from '../start-connect.ts'

const tags = ['Connection']
const response = { 200: SequenceView }

/** The Sequence side of an account, and what concerns the connection as a whole. */
export const sequenceConnectionRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { db, secrets, vendors, door, publicUrl } = deps
  const view = async (accountId: string) =>
    sequenceView(db, await accountOf(db, accountId), publicUrl)

  app.get(
    '/connection/sequence',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'Shows the Sequence connection', params: AccountParams, response },
    },
    ({ params }) => view(params.accountId),
  )

  app.put(
    '/connection/sequence',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        summary: 'Connects Sequence, and makes or repairs our notification policy there',
        params: AccountParams,
        body: SequenceCredentials,
        response,
      },
    },
    async (request) => {
      const { accountId } = request.params
      const { clientId, clientSecret } = request.body
      await accountOf(db, accountId)
      const company = await probeSequence(vendors, { accountId, clientId, clientSecret })
      const place = { accountId, column: 'sequence_client_secret' }
      await connectSequence(db, {
        accountId,
        actor: actorOf(request),
        clientId,
        company,
        sealedSecret: secrets.seal(clientSecret, place),
        secretHint: endOf(clientSecret),
      })
      // The credentials are good and stored: with Temporal away, a re-check makes the policy later.
      await startConnect(deps, accountId).catch((error: unknown) =>
        request.log.error({ err: error }, 'notification policy not made yet'),
      )
      door.forget(accountId)
      note(request, { after: { company, clientId } })
      return view(accountId)
    },
  )

  app.delete(
    '/connection',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        summary:
          'Disconnects the account: no call is made and no delivery taken from now on; says what is open',
        params: AccountParams,
        response: { 200: DisconnectedView },
      },
    },
    async (request) => {
      const { accountId } = request.params
      await accountOf(db, accountId)
      await disconnect(db, { accountId, actor: actorOf(request) })
      door.forget(accountId)
      return { ...(await view(accountId)), open: await openInvoices(db, accountId) }
    },
  )

  app.post(
    '/connection/recheck',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Looks again at everything that the account’s invoices wait for',
        params: AccountParams,
        response: { 200: Rechecked },
      },
    },
    async ({ params, log }) => {
      const row = await accountOf(db, params.accountId)
      const result = await recheck(deps, row)
      if (row.sequence_status !== 'missing') {
        await startConnect(deps, params.accountId).catch((error: unknown) =>
          log.error({ err: error }, 'notification policy not looked at'),
        )
      }
      return result
    },
  )
}
