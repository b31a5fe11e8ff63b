import { z } from 'zod'
import { type AccountKey, companies } from './accounts.ts'
import { customersOf, type DemoCustomer } from './customers.ts'
import { createHttp, type Http, type HttpOptions } from './http.ts'
import { type DemoProduct, defaultProduct, productsOf } from './products.ts'
import { readOrganization, sequenceReference } from './rillet-books.ts'

export type RilletSetup = { organizationId: string; subsidiaryId: string; apiKey: string }

const Organization = z.object({
  id: z.string(),
  trade_name: z.string(),
  subsidiaries: z.array(z.object({ id: z.string() })).min(1),
  keys: z.array(z.object({ token: z.string() })).min(1),
})
const Organizations = z.object({ organizations: z.array(Organization) })
const Made = z.object({ id: z.string() })

/**
 * The company's Rillet organization with its key, and the customers and products that its accountants
 * had before. What is there already is left as it is.
 */
export async function setUpRillet(
  rillet: Http,
  account: AccountKey,
  { base, deadline }: HttpOptions,
): Promise<RilletSetup> {
  const organization = await findOrMake(rillet, account)
  const { id: organizationId } = organization
  const apiKey = organization.keys[0]?.token ?? ''
  const authorization = `Bearer ${apiKey}`
  const headers = { authorization, 'X-Rillet-API-Version': '4' }
  const api = createHttp({ base, headers, deadline })

  const { customers, products } = await readOrganization(rillet, organizationId)
  for (const customer of customersOf(account)) {
    if (!customer.inRillet || customers.some(({ name }) => name === customer.name)) continue
    await makeCustomer(api, customer)
  }
  const wanted = productsOf(account).filter(({ link }) => link === 'choose')
  for (const product of [defaultProduct, ...wanted]) {
    if (products.some(({ name }) => name === product.name)) continue
    await api.send({ method: 'POST', path: '/products', body: productBody(product) }, Made)
  }
  return { organizationId, subsidiaryId: organization.subsidiaries[0]?.id ?? '', apiKey }
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
  return rillet.send({ method: 'POST', path: '/_sandbox/organizations', body }, Organization)
}

async function makeCustomer(api: Http, customer: DemoCustomer & { key: string }): Promise<void> {
  const body = {
    name: customer.name,
    emails: [{ email: `accounts@${customer.key}.example`, type: 'MAIN_SENDER' }],
    payment_terms: 30,
  }
  const { id } = await api.send({ method: 'POST', path: '/customers', body }, Made)
  const before = customer.invoicedBefore
  if (before === undefined) return
  const priced = { name: 'Consulting', accountCode: defaultProduct.accountCode }
  const product = await api.send(
    { method: 'POST', path: '/products', body: productBody(priced, before.currency) },
    Made,
  )
  const price = { product_id: product.id, quantity: 1, amount_per_unit: before }
  const invoice = {
    scope: 'FULL',
    customer_id: id,
    invoice_date: new Date().toISOString().slice(0, 10),
    items: [{ description: 'Consulting', price }],
  }
  await api.send({ method: 'POST', path: '/invoices', body: invoice }, Made)
}

type Named = Pick<DemoProduct, 'name' | 'accountCode'>

const productBody = ({ name, accountCode }: Named, currency = 'USD') => ({
  name,
  description: name,
  price: { type: 'ONE_TIME', amount: { amount: '0', currency } },
  include_in_arr_mrr: false,
  revenue_pattern: 'DAILY',
  account_code: accountCode,
})
