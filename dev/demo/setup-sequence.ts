import { z } from 'zod'
import { type AccountKey, companies } from './accounts.ts'
import { customersOf, type DemoCustomer } from './customers.ts'
import { createHttp, type Http, type HttpOptions } from './http.ts'
import { demoInvoices } from './invoices.ts'
import { productsOf, type TaxCategoryName } from './products.ts'
import { readAccount } from './sequence-books.ts'

export type SequenceSetup = {
  accountId: string
  clientId: string
  clientSecret: string
  /** With the account's credentials, as a program of its own would call. */
  api: Http
  /** Sequence's ids by the demo's keys; prices by `product/currency`; categories by name. */
  customers: Record<string, string>
  products: Record<string, string>
  prices: Record<string, string>
  taxCategories: Record<TaxCategoryName, string>
}

const Credentials = z.object({ id: z.string(), clientId: z.string(), clientSecret: z.string() })
const Made = z.object({ id: z.string() })
const Prices = z.object({ items: z.array(Made.extend({ currency: z.string() })) })

/** The company's Sequence account: customers, tax categories, products, prices. Makes what is missing. */
export async function setUpSequence(
  sequence: Http,
  account: AccountKey,
  { base, deadline }: HttpOptions,
): Promise<SequenceSetup> {
  const credentials = await findOrMake(sequence, account)
  const { id: accountId, clientId, clientSecret } = credentials
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  const headers = { authorization: `Basic ${basic}`, 'Sequence-Version': '2024-07-30' }
  const api = createHttp({ base: `${base}/api`, headers, deadline })
  const there = await readAccount(sequence, accountId)
  const control = `/_sandbox/accounts/${accountId}`

  const customers: Record<string, string> = {}
  for (const customer of customersOf(account)) {
    const found = there.customers.find(({ legalName }) => legalName === customer.name)
    customers[customer.key] = found?.id ?? (await makeCustomer(api, customer))
  }
  const categoryOf = async (name: TaxCategoryName): Promise<string> => {
    const found = there.taxCategories.find((one) => one.name === name)
    const call = { method: 'POST', path: `${control}/tax-categories`, body: { name } } as const
    return (found ?? (await sequence.send(call, Made))).id
  }
  const taxCategories = {
    Software: await categoryOf('Software'),
    Services: await categoryOf('Services'),
  }
  const products: Record<string, string> = {}
  const prices: Record<string, string> = {}
  for (const { key, name, category } of productsOf(account)) {
    const found = there.products.find((product) => product.name === name)
    const body = { name, label: name, taxCategoryId: taxCategories[category] }
    const { id } = found ?? (await api.send({ method: 'POST', path: '/products', body }, Made))
    products[key] = id
    const known = await api.get(`/prices?productId=${id}&limit=100`, Prices)
    for (const currency of currenciesOf(account, key)) {
      const price = { productId: id, name, currency, amount: '100' }
      const call = { method: 'POST', path: `${control}/prices`, body: price } as const
      const same = known.items.find((one) => one.currency === currency)
      prices[`${key}/${currency}`] = (same ?? (await sequence.send(call, Made))).id
    }
  }
  return {
    accountId,
    clientId,
    clientSecret,
    api,
    customers,
    products,
    prices,
    taxCategories,
  }
}

async function findOrMake(sequence: Http, account: AccountKey) {
  const { name, clientId } = companies[account]
  const accounts = await sequence.get('/_sandbox/accounts', z.array(Credentials))
  const found = accounts.find((one) => one.clientId === clientId)
  const body = { companyName: name, country: 'US', clientId }
  return found ?? sequence.send({ method: 'POST', path: '/_sandbox/accounts', body }, Credentials)
}

async function makeCustomer(api: Http, customer: DemoCustomer & { key: string }): Promise<string> {
  const { key, name, town, state, postcode, country, taxStatus } = customer
  const address = { line1: '1 Main Street', town, postcode, country, ...(state && { state }) }
  const contact = { name: 'Accounts payable', email: `ap@${key}.example` }
  const body = {
    legalName: name,
    address,
    taxStatus,
    contacts: [{ ...contact, billingPreference: 'PRIMARY' }],
  }
  return (await api.send({ method: 'POST', path: '/customers', body }, Made)).id
}

/** In which currencies the demo's invoices sell a product. */
const currenciesOf = (account: AccountKey, product: string): Set<string> =>
  new Set(
    demoInvoices
      .filter((invoice) => invoice.account === account)
      .filter(({ groups }) =>
        groups.some(({ lines }) => lines.some((line) => line.product === product)),
      )
      .map(({ currency }) => currency),
  )
