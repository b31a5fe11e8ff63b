import { z } from 'zod'
import { type Call, type CallOptions, Ignored, segment } from '../http.ts'
import { everyItem, type Page } from '../paging.ts'
import { listAt, type PageQuery, Pagination, pageQuery, toPage } from './lists.ts'
import type { InvoiceRequest, InvoiceUpdateRequest } from './requests.ts'
import { Invoice, InvoicePayment } from './schemas.ts'

export type InvoiceFilter = {
  customerId?: string | undefined
  /** Strictly after this instant. */
  updatedAfter?: string | undefined
  status?: string | undefined
}

const Invoices = z
  .object({ invoices: z.array(Invoice), pagination: Pagination })
  .transform(({ invoices, pagination }) => toPage(invoices, pagination))

export type SeenInvoices = (invoices: Invoice[]) => Promise<void>

export function invoiceCalls(call: Call, seen: SeenInvoices) {
  const one = async (answer: Promise<Invoice>): Promise<Invoice> => {
    const invoice = await answer
    await seen([invoice])
    return invoice
  }
  const listInvoices = async (
    { customerId, updatedAfter, status, ...page }: InvoiceFilter & PageQuery = {},
    options?: CallOptions,
  ): Promise<Page<Invoice>> => {
    const found = await call({
      ...options,
      method: 'GET',
      path: '/invoices',
      query: {
        ...pageQuery(page),
        customer_id: customerId,
        'updated.gt': updatedAfter,
        status,
      },
      response: Invoices,
    })
    await seen(found.items)
    return found
  }

  return {
    /** Newest first. There is no look-up by number or reference. */
    listInvoices,

    allInvoices: (filter: InvoiceFilter = {}, options?: CallOptions) =>
      everyItem(listAt('/invoices'), (cursor) => listInvoices({ ...filter, cursor }, options)),

    getInvoice: (id: string, options?: CallOptions): Promise<Invoice> =>
      one(call({ ...options, method: 'GET', path: pathOf(id), response: Invoice })),

    /** Answers with the invoice as booked: no read-back is needed. */
    createInvoice: (body: InvoiceRequest, key: string, options?: CallOptions): Promise<Invoice> =>
      one(call({ ...options, method: 'POST', path: '/invoices', body, key, response: Invoice })),

    updateInvoice: (
      id: string,
      body: InvoiceUpdateRequest,
      options?: CallOptions,
    ): Promise<Invoice> =>
      one(call({ ...options, method: 'PUT', path: pathOf(id), body, response: Invoice })),

    /** Throws `NotFoundError` when it is gone already. */
    deleteInvoice: (id: string, options?: CallOptions): Promise<void> =>
      call({ ...options, method: 'DELETE', path: pathOf(id), response: Ignored }),
  }
}

const pathOf = (id: string) => `/invoices/${segment(id)}`

const InvoicePayments = z
  .object({ payments: z.array(InvoicePayment), pagination: Pagination })
  .transform(({ payments, pagination }) => toPage(payments, pagination))

export function paymentCalls(call: Call) {
  const listInvoicePayments = (
    { updatedAfter, ...page }: PageQuery & { updatedAfter?: string | undefined } = {},
    options?: CallOptions,
  ): Promise<Page<InvoicePayment>> =>
    call({
      ...options,
      method: 'GET',
      path: '/invoice-payments',
      query: { ...pageQuery(page), 'updated.gt': updatedAfter, sort_by: 'updated' },
      response: InvoicePayments,
    })

  return {
    /** The whole organization's, last changed first. A deleted payment just disappears. */
    listInvoicePayments,

    allInvoicePayments: (filter: { updatedAfter?: string } = {}, options?: CallOptions) =>
      everyItem(listAt('/invoice-payments'), (cursor) =>
        listInvoicePayments({ ...filter, cursor }, options),
      ),

    /** Every attempt, failed ones included; not paginated. */
    invoicePayments: async (id: string, options?: CallOptions): Promise<InvoicePayment[]> => {
      const path = `${pathOf(id)}/payments`
      const { items } = await call({ ...options, method: 'GET', path, response: InvoicePayments })
      return items
    },
  }
}
