import { createHmac, randomBytes } from 'node:crypto'
import type { Delivery, DeliveryRules } from '../kit/deliveries.ts'
import type { Session, Webhook, World } from './model.ts'
import { refused } from './refusal.ts'
import type { SwitchValues } from './switches.ts'

const minuteMs = 60_000
const groupPausesMs = [1, 5, 15, 60].map((minutes) => minutes * minuteMs)

/** What a webhook can be ticked for, as `ENTITY/EVENT`. */
export const webhookEvents = ['INVOICE', 'CREDIT_MEMO', 'CUSTOMER'].flatMap((entity) =>
  ['CREATED', 'UPDATED', 'DELETED', ...(entity === 'CUSTOMER' ? [] : ['PAYMENT_UPDATED'])].map(
    (event) => `${entity}/${event}`,
  ),
)

export type WebhookEvent = { entity: string; event: string; body: string }

/** Queues the event for each webhook of the organization that asks for it. */
export function publish(session: Session, { entity, event, body }: WebhookEvent): void {
  const { world, organization, actor } = session
  if (actor === 'api' && world.switches().ownWritesEcho === 'off') return
  const eventId = world.newId()
  for (const webhook of organization.webhooks) {
    if (!webhook.enabled || !webhook.events.includes(ticked(entity, event))) continue
    world.queue.enqueue({
      targetId: webhook.id,
      eventId,
      label: `${entity}/${event}`,
      body,
      meta: { organizationId: organization.id, entity, event, at: world.clock.iso() },
    })
  }
}

/** The box in the settings that covers this spelling of an event. */
function ticked(entity: string, event: string): string {
  return entity === 'PAYMENT' || entity === 'INVOICE_PAYMENT'
    ? 'INVOICE/PAYMENT_UPDATED'
    : `${entity}/${event}`
}

/** Three attempts a second apart, five groups of them after growing pauses; then disabled. */
export const deliveryRules = (world: World): DeliveryRules => ({
  timeoutMs: 30_000,
  retryAfterMs: (failed) => (failed % 3 === 0 ? (groupPausesMs[failed / 3 - 1] ?? null) : 1_000),
  prepare: (delivery) => {
    const webhook = webhookOf(world, delivery)
    if (!webhook?.enabled) return null
    return { url: webhook.url, headers: signedHeaders(world, webhook, delivery) }
  },
  gaveUp: (delivery) => {
    const webhook = webhookOf(world, delivery)
    if (webhook) webhook.enabled = false
  },
})

function webhookOf(world: World, { targetId, meta }: Delivery): Webhook | undefined {
  const organization = world.state().organizations[meta['organizationId'] ?? '']
  return organization?.webhooks.find(({ id }) => id === targetId)
}

function signedHeaders(world: World, webhook: Webhook, delivery: Delivery): Record<string, string> {
  const switches = world.switches()
  const entity = spelled(delivery.meta['entity'] ?? '', switches)
  const event = spelled(delivery.meta['event'] ?? '', switches)
  const sentAt = switches.webhookTimestamp === 'event' ? delivery.meta['at'] : undefined
  const timestamp = sentAt ?? world.clock.iso()
  const message = `${timestamp}.${delivery.eventId}.${entity}.${event}.${delivery.body}`
  const tokens =
    switches.webhookSignatures === 'several'
      ? [webhook.previousToken ?? newToken(), webhook.token]
      : [webhook.token]
  return {
    'x-rillet-signature': tokens
      .map((token) => sign(token, message, switches.webhookKey))
      .join(','),
    'x-rillet-timestamp': timestamp,
    'x-rillet-id': delivery.eventId,
    'x-rillet-entity': entity,
    'x-rillet-event': event,
  }
}

function spelled(name: string, { webhookNames }: SwitchValues): string {
  switch (webhookNames) {
    case 'upper':
      return name
    case 'kebab':
      return name.toLowerCase().replaceAll('_', '-')
    case 'dotted':
      return name.toLowerCase().replaceAll('_', '.')
  }
}

/** Base64 HMAC-SHA256 of `timestamp.id.entity.event.body`. */
export function sign(token: string, message: string, key: 'decoded' | 'raw'): string {
  const bytes = key === 'decoded' ? Buffer.from(token, 'base64') : Buffer.from(token, 'utf8')
  return createHmac('sha256', bytes).update(message, 'utf8').digest('base64')
}

export const newToken = (): string => randomBytes(32).toString('base64')

export type WebhookSettings = {
  name: string
  url: string
  events: string[]
  token?: string | undefined
}

/** At most five per organization. */
export function addWebhook({ world, organization }: Session, settings: WebhookSettings): Webhook {
  if (organization.webhooks.length >= 5) {
    throw refused('too_many_webhooks', 'An organization can have five webhooks at most.')
  }
  const webhook: Webhook = {
    id: world.newId(),
    name: settings.name,
    url: settings.url,
    events: settings.events,
    token: settings.token ?? newToken(),
    previousToken: null,
    enabled: true,
  }
  organization.webhooks.push(webhook)
  return webhook
}

/** The old token stops working at once. */
export function regenerateToken(webhook: Webhook): void {
  webhook.previousToken = webhook.token
  webhook.token = newToken()
}
