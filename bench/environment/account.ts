import { z } from 'zod'
import { createHttp, type Http } from '../../dev/demo/http.ts'
import { post, put } from './calls.ts'
import { connectVendors } from './connect.ts'
import { type Environment, raisedCallsPerMinute } from './start.ts'

const Made = z.object({ id: z.string() })
const Organization = Made.extend({ keys: z.array(z.object({ token: z.string() })).min(1) })
const Credentials = Made.extend({ clientId: z.string(), clientSecret: z.string() })

export type Account = Awaited<ReturnType<typeof createAccount>>

/** Of each invoice: three lines of one product, 20 % tax. */
export const grossTotal = '360.00'
const lines = [1, 2, 3].map((n) => ({
  title: `Line ${n}`,
  quantity: '1',
  rate: '100',
  taxRate: '0.2',
}))

/**
 * One connected account with a linked customer and product. The calls per minute are raised in the
 * stand-ins as far as they go.
 */
export async function createAccount({ apiUrl, rilletUrl, sequenceUrl, token }: Environment) {
  const deadline = Date.now() + 60_000
  const http = (base: string, headers = {}): Http => createHttp({ base, headers, deadline })
  const rilletControl = http(`${rilletUrl}/_sandbox`)
  const sequenceControl = http(`${sequenceUrl}/_sandbox`)
  for (const control of [rilletControl, sequenceControl]) {
    await put(control, '/switches', { rateLimitPerMinute: raisedCallsPerMinute })
  }
  const organization = await post(rilletControl, '/organizations', books, Organization)
  const apiKey = organization.keys[0]?.token ?? ''
  const authorization = `Bearer ${apiKey}`
  const rillet = http(rilletUrl, { authorization, 'X-Rillet-API-Version': '4' })
  const credentials = await post(sequenceControl, '/accounts', company, Credentials)
  const { id, clientId, clientSecret } = credentials
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  const sequenceHeaders = { authorization: `Basic ${basic}`, 'Sequence-Version': '2024-07-30' }
  const sequence = http(`${sequenceUrl}/api`, sequenceHeaders)
  const operator = http(`${apiUrl}/api/v1/accounts/${id}`, { authorization: `Bearer ${token}` })

  const customer = await post(sequence, '/customers', customerInSequence, Made)
  const product = await post(sequence, '/products', { name: 'Platform', label: 'Platform' }, Made)
  const connected = await connectVendors({
    operator,
    rillet,
    rilletControl,
    webhookUrl: `${apiUrl}/api/rillet/webhooks/${id}`,
    organizationId: organization.id,
    credentials: { apiKey, clientId, clientSecret },
    link: { customerId: customer.id, productId: product.id },
  })

  return {
    id,
    organizationId: organization.id,
    /** Our operator API, below the account's own address. */
    operator,
    rilletControl,
    sequenceControl,
    /** Signs what Rillet delivers. */
    webhookToken: connected.webhookToken,

    /** A draft in Sequence; returns its id. */
    async draft(): Promise<string> {
      const sold = lines.map((line) => ({ ...line, productId: product.id }))
      const groups = [{ title: 'Subscription', lines: sold }]
      const body = { ...header, customerId: customer.id, groups }
      return (await post(sequenceControl, `/accounts/${id}/invoices`, body, Made)).id
    },
    finalize: (invoiceId: string) => post(sequence, `/invoices/${invoiceId}/finalize`, {}),
    /** The whole amount is received in Rillet. */
    pay: (rilletId: string) => post(rillet, `/invoices/${rilletId}/payments`, payment),
  }
}

const books = {
  trade_name: 'Bench',
  currency: 'USD',
  referenceTypes: [{ slug: 'sequencehq', restricted: true }],
}
const company = { companyName: 'Bench', country: 'US' }
const customerInSequence = {
  legalName: 'Customer Inc.',
  address: { line1: '1 Main St', town: 'New York', state: 'NY', postcode: '10001', country: 'US' },
  taxStatus: 'TAXED',
  contacts: [{ name: 'Ann', email: 'ann@example.com', billingPreference: 'PRIMARY' }],
}
const header = { currency: 'USD', accountingDate: '2026-11-01', paymentTermDays: 30 }
const payment = {
  amount: { amount: grossTotal, currency: 'USD' },
  date: '2026-11-20',
  account_code: '1000',
}
