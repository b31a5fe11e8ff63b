import { REFERENCE_TYPE } from '../../domain/ids.ts'
import type { Facts } from './facts.ts'
import { type Found, type Line, line, ok, page, screen } from './line.ts'

const group = 'Rillet'
const keyPage = page('connect', 'Connect → Rillet key')
const webhookPage = page('connect', 'Connect → Webhook')
const webhookScreen = screen('Rillet: Organization Settings → Webhooks')

/** What Rillet must have and send. */
export const rilletLines = (facts: Facts): Line[] => [
  line(group, 'rillet_key', 'API key', key(facts)),
  line(group, 'rillet_webhook_secret', 'Webhook secret', secret(facts)),
  line(group, 'rillet_webhook_received', 'Webhook received', received(facts)),
  line(group, 'rillet_webhook_events', 'Webhook events', events(facts)),
  line(group, 'reference_type', `Type “${REFERENCE_TYPE}”`, referenceType(facts)),
]

function key({ row }: Facts): Found {
  switch (row.rillet_status) {
    case 'ready':
      return ok(`Rillet accepted the key that ends in ${row.rillet_key_hint ?? '…'}.`)
    case 'key_refused':
      return {
        state: 'bad',
        sentence: 'Rillet refuses the stored key: nothing can be sent.',
        nextStep:
          'Make a new key with write access in Rillet (Organization Settings → API Access) and paste it here.',
        where: keyPage,
      }
    case 'missing':
      return {
        state: 'bad',
        sentence: 'No key is stored: nothing can be sent.',
        nextStep: 'Make a key in Rillet (Organization Settings → API Access) and paste it here.',
        where: keyPage,
      }
  }
}

function secret({ row }: Facts): Found {
  if (row.rillet_webhook_secret !== null) {
    return ok('A signing token is stored: only what Rillet signed with it is taken.')
  }
  return {
    state: 'bad',
    sentence: 'No signing token is stored: every delivery of Rillet is refused.',
    nextStep: 'Copy the token that Rillet shows at the webhook, paste it here and press Save.',
    where: webhookPage,
  }
}

function received({ row, health, refusals, webhookUrl }: Facts): Found {
  const { lastRilletAt } = health
  const wrong = refusals.find(
    ({ source, reason }) => source === 'rillet' && reason === 'signature_wrong',
  )
  if (wrong !== undefined && (lastRilletAt === null || wrong.lastAt > lastRilletAt)) {
    return {
      state: 'bad',
      sentence: 'Rillet’s last delivery was refused: it is not signed with the stored token.',
      nextStep: 'Copy the token again from the webhook in Rillet, paste it here and press Save.',
      where: webhookPage,
    }
  }
  if (lastRilletAt !== null) return ok('Genuine deliveries of Rillet have come.')
  return {
    state: row.rillet_webhook_secret === null ? 'bad' : 'warn',
    sentence: 'No genuine delivery of Rillet has come yet: payments are seen by sweeps only.',
    nextStep: `Make a webhook in Rillet with the address ${webhookUrl}, then change any invoice there: this line turns green by itself.`,
    where: webhookScreen,
  }
}

const wanted = [
  { name: 'invoice.updated', kinds: ['INVOICE.UPDATED'] },
  { name: 'invoice.deleted', kinds: ['INVOICE.DELETED'] },
  {
    name: 'payment.updated',
    kinds: ['INVOICE.PAYMENT_UPDATED', 'PAYMENT.UPDATED', 'INVOICE_PAYMENT.UPDATED'],
  },
]

function events({ rilletKinds }: Facts): Found {
  const unseen = wanted.filter(({ kinds }) => !kinds.some((kind) => rilletKinds.has(kind)))
  if (unseen.length === 0) return ok('All three events have come: invoice updated, deleted, paid.')
  const names = unseen.map(({ name }) => name).join(', ')
  return {
    state: 'unknown',
    sentence: `Not seen yet: ${names}. Rillet does not say which events are ticked.`,
    nextStep: 'See at the webhook in Rillet that all three events are ticked.',
    where: webhookScreen,
  }
}

function referenceType({ row, booked }: Facts): Found {
  const where = screen('Rillet: Settings → External References')
  if (row.setup_missing_since !== null) {
    return {
      state: 'bad',
      sentence: `Rillet says that it does not know the reference type “${REFERENCE_TYPE}”: no invoice can be sent.`,
      nextStep: `Add the type “${REFERENCE_TYPE}” in Rillet. What waits for it goes on by itself; Look again makes it quicker.`,
      where,
    }
  }
  if (booked) return ok('Rillet took an invoice with this type.')
  return {
    state: 'unknown',
    sentence: 'Rillet has no list of its types: the first invoice tells.',
    nextStep: `Add the type “${REFERENCE_TYPE}” in Rillet, if it is not there.`,
    where,
  }
}
