import { type Call, type CallOptions, segment } from '../http.ts'
import type { Page } from '../paging.ts'
import { collect, type PageQuery, pageOf, readAll, readPage } from './lists.ts'
import { Invoice, InvoiceRow, LineItem, LineItemGroup } from './schemas.ts'

/** Several words in one value are separated by commas. Bounds of dates: ask a day wider, then filter. */
export type InvoiceFilter = {
  invoiceStatus?: string | undefined
  invoicePaymentStatus?: string | undefined
  customerId?: string | undefined
  invoiceNumber?: string | undefined
  invoiceAfter?: string | undefined
  invoiceBefore?: string | undefined
}

const Invoices = pageOf(InvoiceRow)
const Groups = pageOf(LineItemGroup)
const Lines = pageOf(LineItem)
const ascending = { sortOrder: 'ASC' }

export const invoiceCalls = (call: Call) => ({
  getInvoice: (id: string, options?: CallOptions): Promise<Invoice> =>
    call({ ...options, method: 'GET', path: pathOf(id), response: Invoice }),

  /** Oldest first, so that a scan meets what is created meanwhile. */
  listInvoices: (
    filter: InvoiceFilter & PageQuery = {},
    options?: CallOptions,
  ): Promise<Page<InvoiceRow>> =>
    readPage(call, '/invoices', Invoices, { ...ascending, ...filter }, options),

  allInvoices: (filter: InvoiceFilter = {}, options?: CallOptions) =>
    readAll(call, '/invoices', Invoices, { ...ascending, ...filter }, options),

  /** All pages, in the order they were made: sort them by `index`. */
  lineItemGroups: (invoiceId: string, options?: CallOptions): Promise<LineItemGroup[]> =>
    collect(readAll(call, `${pathOf(invoiceId)}/line-item-groups`, Groups, ascending, options)),

  /** All pages, in the order they were made: sort them by their group, then by `index`. */
  lineItems: (invoiceId: string, options?: CallOptions): Promise<LineItem[]> =>
    collect(readAll(call, `${pathOf(invoiceId)}/line-items`, Lines, ascending, options)),

  /** Takes no amount, date or reference. Not idempotent by key: compare before writing. */
  setPaymentStatus: (
    invoiceId: string,
    paymentStatus: 'UNPAID' | 'PARTIALLY_PAID' | 'PAID' | 'UNCOLLECTIBLE',
    options?: CallOptions,
  ): Promise<InvoiceRow> =>
    call({
      ...options,
      method: 'PUT',
      path: `${pathOf(invoiceId)}/payment-status`,
      body: { paymentStatus },
      response: InvoiceRow,
    }),
})

const pathOf = (id: string) => `/invoices/${segment(id)}`
