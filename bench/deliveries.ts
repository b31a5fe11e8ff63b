import { createHmac, randomUUID } from 'node:crypto'
import type { SentRequest } from 'autocannon'

export type News = {
  /** `INVOICE` is followed by the sync; news of a customer is stored and left. */
  entity: 'INVOICE' | 'CUSTOMER'
  event: 'UPDATED'
  /** Which invoice the nth delivery is about. */
  about: (n: number) => string
}

/** Makes Rillet's webhook deliveries, each with an id of its own and rightly signed. */
export function deliveriesOf({ entity, event, about }: News, token: string) {
  const key = Buffer.from(token, 'base64')
  let made = 0

  return (request: SentRequest): SentRequest => {
    made += 1
    const [id, timestamp] = [randomUUID(), new Date().toISOString()]
    const body = JSON.stringify({ ...content, id: about(made), updated_at: timestamp })
    const signature = createHmac('sha256', key)
      .update(`${timestamp}.${id}.${entity}.${event}.${body}`)
      .digest('base64')
    return {
      ...request,
      body,
      headers: {
        'content-type': 'application/json',
        'x-rillet-signature': signature,
        'x-rillet-timestamp': timestamp,
        'x-rillet-id': id,
        'x-rillet-entity': entity,
        'x-rillet-event': event,
      },
    }
  }
}

const usd = (amount: string) => ({ amount, currency: 'USD' })

/** About as long as what Rillet sends. */
const content = {
  status: 'SENT',
  amount_due: usd('360.00'),
  total: usd('360.00'),
  external_references: [],
  items: ['Line 1', 'Line 2', 'Line 3'].map((description) => ({
    description,
    amount: usd('100.00'),
  })),
}
