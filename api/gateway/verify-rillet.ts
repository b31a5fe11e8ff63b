import { isFromRillet } from '../signatures/rillet.ts'
import { instantOf } from './instant.ts'
import { headerOf, refused, type Verify } from './outcome.ts'
import { readRilletDelivery } from './rillet-delivery.ts'

/** Late retries of Rillet are genuine: older ones are taken too, and flagged. */
const freshMs = 7 * 24 * 3_600_000

export const verifyRillet: Verify = ({ headers, body, secrets }) => {
  const signature = headerOf(headers, 'x-rillet-signature')
  const timestamp = headerOf(headers, 'x-rillet-timestamp')
  const id = headerOf(headers, 'x-rillet-id')
  const entity = headerOf(headers, 'x-rillet-entity')
  const event = headerOf(headers, 'x-rillet-event')
  if (!signature || !timestamp || !id || !entity || !event || id.length > 200) {
    return refused('signature_missing')
  }
  if (!isFromRillet({ signature, timestamp, id, entity, event }, body, secrets)) {
    return refused('signature_wrong')
  }

  const sentAt = instantOf(timestamp)
  const said = readRilletDelivery({ entity, event }, body)
  return {
    kind: 'taken',
    delivery: {
      deliveryId: id,
      sentAt: sentAt === null ? null : new Date(sentAt),
      stale: sentAt === null || Math.abs(Date.now() - Date.parse(sentAt)) > freshMs,
      event: said?.event ?? `${entity}.${event}`.slice(0, 200),
      resourceId: said?.invoiceId ?? null,
      version: said?.version ?? null,
      status: said === null ? 'unreadable' : said.kind === null ? 'ignored' : 'pending',
      outcome: said?.kind === null ? 'event_not_followed' : null,
    },
  }
}
