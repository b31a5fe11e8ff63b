import { z } from 'zod'
import type { Http } from '../../dev/demo/http.ts'
import { poll } from '../parallel.ts'
import { post, put } from './calls.ts'

const Made = z.object({ id: z.string() })
const Webhook = z.object({ token: z.string() })
const Policy = z.object({ policy: z.object({ id: z.string().nullable(), secretSet: z.boolean() }) })

export type Connecting = {
  /** Our API, below the account's address. */
  operator: Http
  rillet: Http
  rilletControl: Http
  webhookUrl: string
  organizationId: string
  credentials: { apiKey: string; clientId: string; clientSecret: string }
  link: { customerId: string; productId: string }
}

/** Connects both vendors as a person does, chooses the settings, links the customer and the product. */
export async function connectVendors(connecting: Connecting): Promise<{ webhookToken: string }> {
  const { operator, rillet, credentials, link } = connecting
  const { apiKey, clientId, clientSecret } = credentials
  await operator.send({ method: 'PUT', path: '' }, z.unknown())
  await put(operator, '/connection/rillet', { apiKey })
  const { token } = await addWebhook(connecting)
  await put(operator, '/connection/rillet/webhook-secret', { secret: token })
  await put(operator, '/connection/sequence', { clientId, clientSecret })
  await poll('our notification policy in Sequence', async () => {
    const { policy } = await operator.get('/connection/sequence', Policy)
    return policy.id !== null && policy.secretSet
  })

  const product = await post(rillet, '/products', productInRillet, Made)
  const body = { ...settings, defaultProductId: product.id }
  await operator.send({ method: 'PATCH', path: '/settings', body }, z.unknown())
  const customer = await post(rillet, '/customers', { name: 'Customer Inc.' }, Made)
  await put(operator, `/customers/${link.customerId}/link`, { rilletId: customer.id })
  await put(operator, `/products/${link.productId}/link`, { rilletId: product.id })
  return { webhookToken: token }
}

const addWebhook = ({ rilletControl, organizationId, webhookUrl: url }: Connecting) => {
  const events = ['INVOICE.UPDATED', 'INVOICE.DELETED', 'INVOICE.PAYMENT_UPDATED']
  return post(rilletControl, '/webhooks', { organizationId, name: 'bench', url, events }, Webhook)
}

const settings = {
  defaultAccountCode: '4000',
  multiCurrency: true,
  taxTable: [{ category: null, taxed: 'US_SALES', exempt: null, reverseCharged: 'REVERSE' }],
  /** The most that the setting takes. */
  rilletBudgetPerMinute: 10_000,
}

const productInRillet = {
  name: 'Platform',
  description: 'Platform',
  price: { type: 'ONE_TIME', amount: { amount: '0', currency: 'USD' } },
  include_in_arr_mrr: false,
  revenue_pattern: 'DAILY',
  account_code: '4000',
}
