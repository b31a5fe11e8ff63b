import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createHttp, type Json } from './http.ts'
import { patient } from './patience.ts'
import type { World } from './world.ts'

export type Account = Awaited<ReturnType<typeof createAccount>>

export type AccountOptions = {
  /** False: the `sequencehq` type is not there yet. */
  referenceType?: boolean
  taxStatus?: string
  linkCustomer?: boolean
  linkProduct?: boolean
  settings?: Record<string, unknown>
  /** Joins an organization that another account made. */
  organization?: Json
}

type Line = { title?: string; quantity?: string; rate?: string; productId?: string | null } & Json

/** What of a world an account is made with. */
export type AccountWorld = Pick<
  World,
  'api' | 'rillet' | 'sequence' | 'apiUrl' | 'rilletUrl' | 'sequenceUrl'
>

/** One connected account: a Rillet organization and a Sequence account, linked as a person would. */
export async function createAccount(world: AccountWorld, options: AccountOptions = {}) {
  const {
    referenceType = true,
    taxStatus = 'TAXED',
    linkCustomer = true,
    linkProduct = true,
  } = options
  const organization =
    options.organization ??
    (await world.rillet.post('/_sandbox/organizations', {
      trade_name: `Books ${randomUUID()}`,
      currency: 'USD',
      referenceTypes: referenceType ? [{ slug: 'sequencehq', restricted: true }] : [],
    }))
  const credentials = await world.sequence.post('/_sandbox/accounts', {
    companyName: `Company ${randomUUID()}`,
    country: 'US',
  })
  const id: string = credentials.id
  const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`)
  const sequence = createHttp(`${world.sequenceUrl}/api`, {
    authorization: `Basic ${basic.toString('base64')}`,
    'Sequence-Version': '2024-07-30',
  })
  const rillet = createHttp(world.rilletUrl, {
    authorization: `Bearer ${organization.keys[0].token}`,
    'X-Rillet-API-Version': '4',
  })
  const at = `/api/v1/accounts/${id}`
  const { api } = world

  await api.put(at)
  await api.put(`${at}/connection/rillet`, { apiKey: organization.keys[0].token })
  const webhook = await world.rillet.post('/_sandbox/webhooks', {
    organizationId: organization.id,
    name: 'sequence-rillet',
    url: `${world.apiUrl}/api/rillet/webhooks/${id}`,
    events: ['INVOICE.UPDATED', 'INVOICE.DELETED', 'INVOICE.PAYMENT_UPDATED'],
  })
  await api.put(`${at}/connection/rillet/webhook-secret`, { secret: webhook.token })
  await api.put(`${at}/connection/sequence`, {
    clientId: credentials.clientId,
    clientSecret: credentials.clientSecret,
  })
  const fallback = await rillet.post('/products', rilletProduct('Other revenue'))
  const standard = { taxed: 'US_SALES', exempt: null, reverseCharged: 'REVERSE' }
  await api.patch(`${at}/settings`, {
    defaultProductId: fallback.id,
    defaultAccountCode: '4000',
    multiCurrency: true,
    taxTable: [{ category: null, ...standard }],
    rilletBudgetPerMinute: 1_000,
    ...options.settings,
  })

  const customer = await newCustomer(taxStatus)
  const product = await newProduct('Platform')
  if (linkCustomer) await linkCustomerOf(customer)
  if (linkProduct) {
    const { id: rilletId } = await rillet.post('/products', rilletProduct('Platform'))
    await api.put(`${at}/products/${product.id}/link`, { rilletId })
  }

  async function newCustomer(status = 'TAXED'): Promise<Json> {
    return sequence.post('/customers', {
      legalName: `Customer ${randomUUID()}`,
      address: {
        line1: '1 Main St',
        town: 'New York',
        state: 'NY',
        postcode: '10001',
        country: 'US',
      },
      taxStatus: status,
      contacts: [{ name: 'Ann', email: 'ann@example.com', billingPreference: 'PRIMARY' }],
    })
  }
  async function newProduct(name: string): Promise<Json> {
    return sequence.post('/products', { name, label: name })
  }
  async function linkCustomerOf(one: Json, currency?: string): Promise<Json> {
    const made = await rillet.post('/customers', { name: one.legalName })
    return api.put(`${at}/customers/${one.id}/link`, {
      rilletId: made.id,
      ...(currency === undefined ? {} : { currency }),
    })
  }

  return {
    id,
    at,
    organization,
    credentials,
    webhook,
    customer,
    product,
    sequence,
    rillet,
    newCustomer,
    newProduct,
    linkCustomer: linkCustomerOf,

    /** A draft in Sequence; finalize it to begin. */
    async draft({
      lines = [{}],
      currency = 'USD',
      customerId = customer.id,
      ...header
    }: { lines?: Line[]; currency?: string; customerId?: string } & Json = {}): Promise<string> {
      const made = await world.sequence.post(`/_sandbox/accounts/${id}/invoices`, {
        customerId,
        currency,
        accountingDate: '2026-11-01',
        paymentTermDays: 30,
        ...header,
        groups: [
          {
            title: 'Subscription',
            lines: lines.map(({ productId = product.id, ...line }: Line, index: number) => ({
              title: `Line ${index + 1}`,
              quantity: '1',
              rate: '100',
              taxRate: '0',
              ...(productId === null ? {} : { productId }),
              ...line,
            })),
          },
        ],
      })
      return made.id
    },

    async finalize(invoiceId: string): Promise<void> {
      await sequence.post(`/invoices/${invoiceId}/finalize`)
    },

    /** One more line in Sequence, of which nothing is told yet. `rate`: an amount, below zero as a rule. */
    async correct(invoiceId: string, rate: string, productId = product.id): Promise<void> {
      await world.sequence.post(`/_sandbox/accounts/${id}/invoices/${invoiceId}/line-items`, {
        title: 'Correction',
        quantity: '1',
        rate,
        taxRate: '0',
        productId,
      })
    },

    /** An invoice that is in Rillet. */
    async synced(draft: Json = {}): Promise<{ id: string; rilletId: string }> {
      const invoiceId = await this.draft(draft)
      await this.finalize(invoiceId)
      const { rilletId } = await this.until(invoiceId, 'synced')
      return { id: invoiceId, rilletId }
    },

    /** As the console would see it. */
    invoice: (invoiceId: string): Promise<Json> => api.get(`${at}/invoices/${invoiceId}`),

    /** The invoice's latest hundred events, newest first. */
    async timeline(invoiceId: string): Promise<Json[]> {
      const { items } = await api.get(`${at}/invoices/${invoiceId}/timeline?limit=100`)
      return items
    },

    /** Waits until the invoice rests in this state; says where it stood when the time is over. */
    async until(invoiceId: string, state: string, withinMs = patient(30_000)): Promise<Json> {
      return this.untilInvoice(invoiceId, (one) => one.state === state, state, withinMs)
    },

    async untilInvoice(
      invoiceId: string,
      isRight: (invoice: Json) => boolean,
      what: string,
      withinMs = patient(30_000),
    ): Promise<Json> {
      const deadline = Date.now() + withinMs
      for (;;) {
        const { status, body } = await api.ask('GET', `${at}/invoices/${invoiceId}`)
        if (status === 200 && isRight(body)) return body
        if (Date.now() > deadline) {
          throw new Error(`${invoiceId} did not come to ${what}: ${JSON.stringify(body)}`)
        }
        await pause(20)
      }
    },

    /** The organization in Rillet's own ledger. */
    async books(): Promise<Json> {
      const { organizations } = await world.rillet.get('/_sandbox/ledger')
      return organizations.find((one: Json) => one.id === organization.id)
    },

    /** Live Rillet invoices that refer to this Sequence invoice. */
    async booked(invoiceId: string): Promise<Json[]> {
      const { invoices } = await this.books()
      return invoices.filter((one: Json) =>
        one.external_references.some(
          (ref: Json) => ref.type === 'sequencehq' && ref.id === invoiceId,
        ),
      )
    },

    /** Money received in Rillet. */
    async pay(rilletId: string, amount: string, currency = 'USD'): Promise<Json> {
      return rillet.post(`/invoices/${rilletId}/payments`, {
        amount: { amount, currency },
        date: '2026-11-20',
        account_code: '1000',
      })
    },

    async paymentStatus(invoiceId: string): Promise<string> {
      return (await sequence.get(`/invoices/${invoiceId}`)).paymentStatus
    },
  }
}

export const rilletProduct = (name: string) => ({
  name,
  description: name,
  price: { type: 'ONE_TIME', amount: { amount: '0', currency: 'USD' } },
  include_in_arr_mrr: false,
  revenue_pattern: 'DAILY',
  account_code: '4000',
})
