import { z } from 'zod'
import { type Call, type CallOptions, segment } from '../http.ts'
import { everyItem, type Page } from '../paging.ts'
import { listOf, maybe } from '../wire.ts'
import { listAt, type PageQuery, Pagination, pageQuery, toPage } from './lists.ts'
import type { CustomerEdits, CustomerRequest, CustomerUpdateRequest } from './requests.ts'
import { Customer } from './schemas.ts'

export type CustomerFilter = {
  /** A part of the name; Rillet's rule is not published, so compare the answers yourself. */
  search?: string | undefined
  /** Uniqueness is not enforced: several customers may come back. */
  reference?: { type: string; id: string } | undefined
  /** Strictly after this instant. */
  updatedAfter?: string | undefined
}

const Customers = z
  .object({ customers: z.array(Customer), pagination: Pagination })
  .transform(({ customers, pagination }) => toPage(customers, pagination))

export function customerCalls(call: Call) {
  const listCustomers = (
    { search, reference, updatedAfter, ...page }: CustomerFilter & PageQuery = {},
    options?: CallOptions,
  ): Promise<Page<Customer>> =>
    call({
      ...options,
      method: 'GET',
      path: '/customers',
      query: {
        ...pageQuery(page),
        search,
        external_reference_type: reference?.type,
        external_reference_id: reference?.id,
        'updated.gt': updatedAfter,
      },
      response: Customers,
    })

  return {
    listCustomers,

    allCustomers: (filter: CustomerFilter = {}, options?: CallOptions) =>
      everyItem(listAt('/customers'), (cursor) => listCustomers({ ...filter, cursor }, options)),

    getCustomer: (id: string, options?: CallOptions): Promise<Customer> =>
      call({
        ...options,
        method: 'GET',
        path: `/customers/${segment(id)}`,
        response: Customer,
      }),

    createCustomer: (
      body: CustomerRequest,
      key: string,
      options?: CallOptions,
    ): Promise<Customer> =>
      call({ ...options, method: 'POST', path: '/customers', body, key, response: Customer }),

    /** Full replace: give `withEdits` of what was just read. */
    updateCustomer: (
      id: string,
      body: CustomerUpdateRequest,
      options?: CallOptions,
    ): Promise<Customer> =>
      call({
        ...options,
        method: 'PUT',
        path: `/customers/${segment(id)}`,
        body,
        response: Customer,
      }),
  }
}

/**
 * The whole customer as PUT wants it back: what was read, unknown fields included, with the edits over
 * it; without what Rillet sets itself, and without nulls, which it refuses.
 */
export function withEdits(
  { id: _id, updated_at: _updatedAt, external_references, ...read }: Customer,
  edits: CustomerEdits,
): CustomerUpdateRequest {
  const kept = Object.entries(read).filter(([, value]) => value !== null)
  const references = external_references.map(({ type, id, url }) =>
    url === null ? { type, id } : { type, id, url },
  )
  return {
    ...Object.fromEntries(kept),
    name: read.name,
    ...(references.length === 0 ? {} : { external_references: references }),
    ...edits,
  }
}

const part = z
  .string()
  .nullish()
  .transform((text) => text ?? '')
const Details = z.object({
  name: z.string(),
  address: maybe(
    z.object({ line1: part, line2: part, city: part, state: part, zip_code: part, country: part }),
  ),
  emails: listOf(z.object({ email: z.string(), type: z.string() })),
})

/** What of the customer the sync compares; parts of an address that are not there are empty. */
export const detailsOf = (customer: Customer): z.infer<typeof Details> => Details.parse(customer)
