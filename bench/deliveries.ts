import { createHmac, randomUUID } from 'node:crypto'
import type { SentRequest } from 'autocannon'

/**
 * Makes Rillet's webhook deliveries, each with an id of its own and rightly signed. One in `oursEvery`
 * is about one of `rilletIds`, the others about invoices that nobody here knows.
 */
export function deliveriesFor(token: string, rilletIds: string[], oursEvery: number) {
  const key = Buffer.from(token, 'base64')
  let made = 0
  const nextInvoice = (): string => {
    made += 1
    if (made % oursEvery !== 0) return randomUUID()
    return rilletIds[(made / oursEvery) % rilletIds.length] ?? randomUUID()
  }

  return (request: SentRequest): SentRequest => {
    const [id, timestamp] = [randomUUID(), new Date().toISOString()]
    const body = JSON.stringify({ ...news, id: nextInvoice(), updated_at: timestamp })
    const signature = createHmac('sha256', key)
      .update(`${timestamp}.${id}.INVOICE.UPDATED.${body}`)
      .digest('base64')
    return {
      ...request,
      body,
      headers: {
        'content-type': 'application/json',
        'x-rillet-signature': signature,
        'x-rillet-timestamp': timestamp,
        'x-rillet-id': id,
        'x-rillet-entity': 'INVOICE',
        'x-rillet-event': 'UPDATED',
      },
    }
  }
}

const usd = (amount: string) => ({ amount, currency: 'USD' })

/** About as long as what Rillet sends. */
const news = {
  status: 'SENT',
  amount_due: usd('360.00'),
  total: usd('360.00'),
  external_references: [],
  items: ['Line 1', 'Line 2', 'Line 3'].map((description) => ({
    description,
    amount: usd('100.00'),
  })),
}
