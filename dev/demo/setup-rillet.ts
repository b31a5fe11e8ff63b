import { z } from 'zod'
import { type AccountKey, companies, lastClosedDay } from './accounts.ts'
import { customersOf, type DemoCustomer } from './customers.ts'
import { createHttp, DemoError, type Http, type HttpOptions } from './http.ts'
import { type DemoProduct, defaultProduct, productsOf } from './products.ts'
import { readOrganization, sequenceReference } from './rillet-books.ts'

export type RilletSetup = {
  organizationId: string
  apiKey: string
  /** With that key, as a program of its own would call. */
  api: Http
}

const Organization = z.object({
  id: z.string(),
  trade_name: z.string(),
  keys: z.array(z.object({ token: z.string() })).min(1),
})
const Organizations = z.object({ organizations: z.array(Organization) })
const Made = z.object({ id: z.string() })

/**
 * The company's Rillet organization with its key, and the customers, products and invoices that its
 * accountants had before. What is there already is left as it is.
 */
export async function setUpRillet(
  rillet: Http,
  account: AccountKey,
  { base, deadline }: HttpOptions,
): Promise<RilletSetup> {
  const { id: organizationId, keys } = await findOrMake(rillet, account)
  const apiKey = keys[0]?.token ?? ''
  const headers = { authorization: `Bearer ${apiKey}`, 'X-Rillet-API-Version': '4' }
  const api = createHttp({ base, headers, deadline })

  const there = await readOrganization(rillet, organizationId)
  const wanted = productsOf(account).filter(({ link }) => link === 'choose')
  for (const product of [defaultProduct, ...wanted]) {
    if (there.products.some(({ name }) => name === product.name)) continue
    await api.send({ method: 'POST', path: '/products', body: productBody(product) }, Made)
  }
  for (const customer of customersOf(account).filter(({ inRillet }) => inRillet)) {
    if (there.customers.some(({ name }) => name === customer.name)) continue
    await api.send({ method: 'POST', path: '/customers', body: customerBody(customer) }, Made)
  }
  await invoiceAsBefore(rillet, { api, organizationId, account })
  return { organizationId, apiKey, api }
}

async function findOrMake(rillet: Http, account: AccountKey) {
  const { name, hasReferenceType } = companies[account]
  const { organizations } = await rillet.get('/_sandbox/organizations', Organizations)
  const found = organizations.find(({ trade_name }) => trade_name === name)
  if (found !== undefined) return found
  const body = {
    trade_name: name,
    currency: 'USD',
    multiCurrency: true,
    referenceTypes: hasReferenceType ? [{ slug: sequenceReference, restricted: true }] : [],
    keys: [{ name: 'sequence-rillet' }],
  }
  const made = await rillet.send(
    { method: 'POST', path: '/_sandbox/organizations', body },
    Organization,
  )
  if (account === 'main') {
    const path = `/_sandbox/organizations/${made.id}/books/close`
    await rillet.send({ method: 'POST', path, body: { end: lastClosedDay } }, Made)
  }
  return made
}

const customerBody = ({ name, key }: DemoCustomer & { key: string }) => ({
  name,
  emails: [{ email: `accounts@${key}.example`, type: 'MAIN_SENDER' }],
  payment_terms: 30,
})

const productBody = ({ name, accountCode }: Pick<DemoProduct, 'name' | 'accountCode'>) => ({
  name,
  description: name,
  price: { type: 'ONE_TIME', amount: { amount: '0', currency: 'USD' } },
  include_in_arr_mrr: false,
  revenue_pattern: 'DAILY',
  account_code: accountCode,
})

type Before = { api: Http; organizationId: string; account: AccountKey }

/** What was invoiced in Rillet itself before anybody connected Sequence. */
async function invoiceAsBefore(rillet: Http, { api, organizationId, account }: Before) {
  const { customers, products, invoices } = await readOrganization(rillet, organizationId)
  const product = products.find(({ name }) => name === defaultProduct.name)
  for (const { name, invoicedBefore } of customersOf(account)) {
    const customer = customers.find((one) => one.name === name)
    if (invoicedBefore === undefined) continue
    if (invoices.some(({ customer_id }) => customer_id === customer?.id)) continue
    if (!customer || !product) throw new DemoError(`Rillet lacks ${name} or its product`)
    const price = { product_id: product.id, quantity: 1, amount_per_unit: invoicedBefore }
    const body = {
      scope: 'FULL',
      customer_id: customer.id,
      invoice_date: new Date().toISOString().slice(0, 10),
      items: [{ description: 'Consulting', price }],
    }
    await api.send({ method: 'POST', path: '/invoices', body }, Made)
  }
}
