import type { AccountKey } from './accounts.ts'

export type DemoCustomer = {
  account: AccountKey
  name: string
  town: string
  state?: string
  postcode: string
  country: string
  taxStatus: 'TAXED' | 'TAX_EXEMPT' | 'REVERSE_CHARGED'
  /** Whether the accountants had it in Rillet before. */
  inRillet: boolean
  /** How the operator links it before the first invoice; `later` is left for a scenario. */
  link: 'search' | 'create' | 'later'
  /** Given with the link; null leaves it to what Rillet's invoices say. */
  currency: string | null
  /** An invoice of before, in Rillet alone: by it the link's currency is learnt. */
  invoicedBefore?: { currency: string; amount: string }
}

const usual = { account: 'main', inRillet: true, link: 'search', taxStatus: 'TAXED' } as const

export const customers = {
  freight: {
    ...usual,
    name: 'Baltic Freight Inc.',
    town: 'Boston',
    state: 'MA',
    postcode: '02110',
    country: 'US',
    currency: 'USD',
  },
  museum: {
    ...usual,
    name: 'City Museum Trust',
    town: 'Chicago',
    state: 'IL',
    postcode: '60602',
    country: 'US',
    taxStatus: 'TAX_EXEMPT',
    inRillet: false,
    link: 'create',
    currency: 'USD',
  },
  rheinwerk: {
    ...usual,
    name: 'Rheinwerk GmbH',
    town: 'Köln',
    postcode: '50667',
    country: 'DE',
    taxStatus: 'REVERSE_CHARGED',
    inRillet: false,
    link: 'create',
    currency: null,
  },
  sakura: {
    ...usual,
    name: 'Sakura Robotics KK',
    town: 'Osaka',
    postcode: '530-0001',
    country: 'JP',
    inRillet: false,
    link: 'create',
    currency: 'JPY',
  },
  andes: {
    ...usual,
    name: 'Andes Minerals SpA',
    town: 'Santiago',
    postcode: '8320000',
    country: 'CL',
    inRillet: false,
    link: 'create',
    currency: 'CLP',
  },
  harbour: {
    ...usual,
    name: 'Harbour Lights LLC',
    town: 'Seattle',
    state: 'WA',
    postcode: '98101',
    country: 'US',
    link: 'later',
    currency: 'USD',
  },
  highland: {
    ...usual,
    name: 'Highland Textiles Ltd',
    town: 'Inverness',
    postcode: 'IV1 1AA',
    country: 'GB',
    currency: null,
    invoicedBefore: { currency: 'EUR', amount: '480.00' },
  },
  orchard: {
    ...usual,
    account: 'second',
    name: 'Orchard Street Cafés Inc.',
    town: 'New York',
    state: 'NY',
    postcode: '10002',
    country: 'US',
    currency: 'USD',
  },
  retailer: {
    ...usual,
    account: 'life',
    name: 'North Pier Stores Inc.',
    town: 'Boston',
    state: 'MA',
    postcode: '02110',
    country: 'US',
    currency: 'USD',
  },
  adviser: {
    ...usual,
    account: 'closing',
    name: 'Granite Advisers Inc.',
    town: 'Boston',
    state: 'MA',
    postcode: '02110',
    country: 'US',
    currency: 'USD',
  },
  direct: {
    ...usual,
    account: 'full',
    name: 'Maple Direct Inc.',
    town: 'Boston',
    state: 'MA',
    postcode: '02110',
    country: 'US',
    currency: 'USD',
  },
  biller: {
    ...usual,
    account: 'receivables',
    name: 'Copper Works Inc.',
    town: 'Boston',
    state: 'MA',
    postcode: '02110',
    country: 'US',
    currency: 'USD',
  },
} as const satisfies Record<string, DemoCustomer>

export type CustomerKey = keyof typeof customers

/** Those of one account, with their keys. */
export const customersOf = (account: AccountKey): (DemoCustomer & { key: string })[] =>
  Object.entries<DemoCustomer>(customers)
    .filter(([, customer]) => customer.account === account)
    .map(([key, customer]) => ({ ...customer, key }))
