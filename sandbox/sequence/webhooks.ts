import { createHmac } from 'node:crypto'
import type { Delivery, DeliveryRules, NewDelivery } from '../kit/deliveries.ts'
import type { Account, State } from './model/account.ts'
import { wants } from './resources/policies.ts'
import type { Switches } from './switches.ts'
import type { VendorEvent } from './world.ts'

const minuteMs = 60_000
/** Pauses after each failure: five attempts over about an hour. */
const pausesMs = [1, 5, 14, 40].map((minutes) => minutes * minuteMs)

type Publisher = {
  switches: () => Switches
  nowMs: () => number
  newId: () => string
  enqueue: (delivery: NewDelivery) => void
}

/** One delivery for each address of each webhook policy that asks for the event's type. */
export function publish(publisher: Publisher, account: Account, event: VendorEvent): void {
  const body = bodyOf(publisher, account, event)
  for (const policy of Object.values(account.policies)) {
    if (policy.channel !== 'WEBHOOK' || !wants(policy, event.type)) continue
    for (const url of policy.recipients) {
      publisher.enqueue({
        targetId: policy.id,
        eventId: publisher.newId(),
        label: event.type,
        body,
        meta: { accountId: account.id, url, firstMs: String(publisher.nowMs()) },
      })
    }
  }
}

type Rules = { state: () => State; switches: () => Switches; nowMs: () => number }

/** How deliveries go out: any 2xx within 10 s is success; each attempt is signed on its way. */
export function deliveryRules({ state, switches, nowMs }: Rules): DeliveryRules {
  return {
    timeoutMs: 10_000,
    retryAfterMs: (failed) => pausesMs[failed - 1] ?? null,
    prepare: ({ targetId, body, meta }: Delivery) => {
      const { accountId = '', url = '', firstMs = '0' } = meta
      const policy = state().accounts[accountId]?.policies[targetId]
      if (policy === undefined || !policy.recipients.includes(url)) return null
      const { webhookKey, webhookTimestamp, webhookRetrySignature } = switches()
      const atMs = webhookRetrySignature === 'first' ? Number(firstMs) : nowMs()
      const t = webhookTimestamp === 'seconds' ? Math.trunc(atMs / 1_000) : Math.trunc(atMs)
      const signature = sign(keyOf(policy.webhookSecret, webhookKey), `${t}`, body)
      return { url, headers: { 'sequence-signature': `t=${t},s=${signature}` } }
    },
  }
}

/** HMAC-SHA-256 over `t.body`, in lower-case hex. */
export const sign = (key: Buffer, t: string, body: string): string =>
  createHmac('sha256', key).update(`${t}.${body}`).digest('hex')

/** The bytes that a secret signs with. */
export function keyOf(secret: string, reading: Switches['webhookKey']): Buffer {
  const bare = secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : secret
  switch (reading) {
    case 'wholeSecret':
      return Buffer.from(secret)
    case 'withoutPrefix':
      return Buffer.from(bare)
    case 'base64':
      return Buffer.from(bare, 'base64')
  }
}

function bodyOf({ switches, newId }: Publisher, account: Account, event: VendorEvent): string {
  const { webhookResourceId, webhookResource } = switches()
  const { type, resourceType, resource } = event
  const id = webhookResourceId === 'different' ? newId() : resource.id
  return JSON.stringify({
    notificationType: type,
    sequenceAccountId: account.id,
    resourceType,
    ...(webhookResourceId !== 'absent' && { resourceId: id }),
    ...(webhookResource === 'full' && { resource }),
  })
}
