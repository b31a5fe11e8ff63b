import { type Call, type CallOptions, segment } from '../http.ts'
import type { Page } from '../paging.ts'
import { collect, type PageQuery, pageOf, readAll, readPage } from './lists.ts'
import { Account, Customer, CustomerRow, Price, Product, TaxRegistration } from './schemas.ts'

const Accounts = pageOf(Account)
const Customers = pageOf(CustomerRow)
const Products = pageOf(Product)
const TaxRegistrations = pageOf(TaxRegistration)

export type CustomerFilter = {
  legalName?: string | undefined
  /** `true`: archived ones too. */
  includeArchived?: 'true' | undefined
}

/** Accounts, customers, products and prices: all read only. */
export const catalogCalls = (call: Call) => ({
  /** Also the check of the credentials: throws `AccessError` if they are refused. One page; a key sees one account. */
  accounts: async (options?: CallOptions): Promise<Account[]> =>
    (await readPage(call, '/sequence-accounts', Accounts, {}, options)).items,

  getCustomer: (id: string, options?: CallOptions): Promise<Customer> =>
    call({ ...options, method: 'GET', path: `/customers/${segment(id)}`, response: Customer }),

  listCustomers: (
    filter: CustomerFilter & PageQuery = {},
    options?: CallOptions,
  ): Promise<Page<CustomerRow>> =>
    readPage(call, '/customers', Customers, { sortOrder: 'ASC', ...filter }, options),

  allCustomers: (filter: CustomerFilter = {}, options?: CallOptions) =>
    readAll(call, '/customers', Customers, { sortOrder: 'ASC', ...filter }, options),

  taxRegistrations: (customerId: string, options?: CallOptions): Promise<TaxRegistration[]> => {
    const path = `/tax-registrations/for-customer/${segment(customerId)}`
    return collect(readAll(call, path, TaxRegistrations, {}, options))
  },

  getProduct: (id: string, options?: CallOptions): Promise<Product> =>
    call({ ...options, method: 'GET', path: `/products/${segment(id)}`, response: Product }),

  listProducts: (
    filter: PageQuery & { name?: string | undefined } = {},
    options?: CallOptions,
  ): Promise<Page<Product>> => readPage(call, '/products', Products, filter, options),

  allProducts: (options?: CallOptions) => readAll(call, '/products', Products, {}, options),

  getPrice: (id: string, options?: CallOptions): Promise<Price> =>
    call({ ...options, method: 'GET', path: `/prices/${segment(id)}`, response: Price }),
})
