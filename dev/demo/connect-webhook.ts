import { z } from 'zod'
import type { Http } from './http.ts'
import { Anything, RilletConnection } from './operator.ts'
import type { StagedAccount } from './stage.ts'

const Webhook = z.object({ id: z.string(), url: z.string(), token: z.string() })
const Webhooks = z.object({ webhooks: z.array(Webhook.extend({ organizationId: z.string() })) })

/** The boxes to tick in Rillet. */
const events = ['INVOICE/UPDATED', 'INVOICE/DELETED', 'INVOICE/PAYMENT_UPDATED']

/** Sets the webhook up in Rillet with the address that our API shows, and its signing token here. */
export async function connectRilletWebhook(
  rillet: Http,
  { operator, rillet: { organizationId } }: StagedAccount,
): Promise<void> {
  const { webhook } = await operator.get('/connection/rillet', RilletConnection)
  const { webhooks } = await rillet.get('/_sandbox/webhooks', Webhooks)
  const own = webhooks.filter((one) => one.organizationId === organizationId)
  const right = own.find(({ url }) => url === webhook.url)
  if (right !== undefined && webhook.secretSet) return
  // Of a start on another port.
  for (const { id } of own.filter((one) => one !== right)) {
    await rillet.send({ method: 'DELETE', path: `/_sandbox/webhooks/${id}` }, Anything)
  }
  const body = { organizationId, name: 'sequence-rillet', url: webhook.url, events }
  const call = { method: 'POST', path: '/_sandbox/webhooks', body } as const
  const { token } = right ?? (await rillet.send(call, Webhook))
  await operator.send(
    { method: 'PUT', path: '/connection/rillet/webhook-secret', body: { secret: token } },
    RilletConnection,
  )
}
