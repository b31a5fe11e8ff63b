import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { forgetRillet } from '../../store/connection-ends.ts'
import { connectRillet } from '../../store/connection-writes.ts'
import { endOf } from '../../store/secrets.ts'
import { setWebhookSecret } from '../../store/webhook-rotation.ts'
import { accountOf } from '../account.ts'
import { note } from '../audit/record.ts'
import { actorOf } from '../auth.ts'
import { probeRillet } from '../connect-probes.ts'
import { rilletView } from '../connection-views.ts'
import type { ApiDeps } from '../deps.ts'
import { AccountParams } from '../schemas/common.ts'
import { RilletKey, RilletView, WebhookSecret } from '../schemas/connection.ts'

const tags = ['Connection']
const response = { 200: RilletView }

/** The Rillet side of an account: key, webhook secret, what is known of the organization. */
export const rilletConnectionRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { db, secrets, vendors, door, publicUrl } = deps
  const view = async (accountId: string) =>
    rilletView(db, await accountOf(db, accountId), publicUrl)

  app.get(
    '/connection/rillet',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'Shows the Rillet connection', params: AccountParams, response },
    },
    ({ params }) => view(params.accountId),
  )

  app.put(
    '/connection/rillet',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        summary: 'Connects Rillet: the key is tried first and stored only if it is good',
        params: AccountParams,
        body: RilletKey,
        response,
      },
    },
    async (request) => {
      const { accountId } = request.params
      const { apiKey } = request.body
      const before = await view(accountId)
      const found = await probeRillet(vendors, { accountId, apiKey })
      await connectRillet(db, {
        ...found,
        accountId,
        actor: actorOf(request),
        sealedKey: secrets.seal(apiKey, { accountId, column: 'rillet_api_key' }),
        keyHint: endOf(apiKey),
      })
      door.forget(accountId)
      const after = await view(accountId)
      note(request, { before: keyOf(before), after: keyOf(after) })
      return after
    },
  )

  app.put(
    '/connection/rillet/webhook-secret',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        summary: 'Stores the webhook’s signing token; the one before counts for 24 hours more',
        params: AccountParams,
        body: WebhookSecret,
        response,
      },
    },
    async (request) => {
      const { accountId } = request.params
      const { secret } = request.body
      const before = await view(accountId)
      await setWebhookSecret(db, secrets, { accountId, actor: actorOf(request), secret })
      door.forget(accountId)
      const after = await view(accountId)
      note(request, { before: webhookOf(before), after: webhookOf(after) })
      return after
    },
  )

  app.delete(
    '/connection/rillet',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        summary: 'Forgets Rillet’s key and webhook secrets; links and history stay',
        params: AccountParams,
        response,
      },
    },
    async (request) => {
      const { accountId } = request.params
      await accountOf(db, accountId)
      await forgetRillet(db, { accountId, actor: actorOf(request) })
      door.forget(accountId)
      return view(accountId)
    },
  )
}

/** Which webhook secret is in use, by its end. */
const webhookOf = ({ webhook }: z.infer<typeof RilletView>) => ({
  secretLast4: webhook.secretLast4,
})

/** Which key is in use, by its end. */
const keyOf = ({ organization, keyLast4 }: z.infer<typeof RilletView>) => ({
  organization: organization?.name ?? null,
  keyLast4,
})
