import type { MappingContext } from '../../../domain/mapping.ts'
import type { Settings, SourceInvoice, SourceLine, TaxCode } from '../../../domain/model.ts'
import { initialSettings } from '../../../domain/settings.ts'
import type {
  AnsweredInvoice,
  ExternalInvoiceRequest,
  FullInvoiceRequest,
  InvoiceRequest,
} from '../../../domain/wire.ts'

export const line = (changes: Partial<SourceLine> = {}): SourceLine => ({
  id: 'line-1',
  groupTitle: 'Platform',
  title: 'Seats',
  description: null,
  quantity: '2',
  rate: '50.00',
  taxRate: '0.2',
  netTotal: '100.00',
  totalTax: '20.00',
  grossTotal: '120.00',
  productId: 'product-1',
  rilletProductId: null,
  taxCategoryId: null,
  servicePeriod: null,
  ...changes,
})

export const invoice = (changes: Partial<SourceInvoice> = {}): SourceInvoice => ({
  id: 'invoice-1',
  accountId: 'account-1',
  status: 'FINAL',
  paymentStatus: 'UNPAID',
  currency: 'USD',
  invoiceNumber: 'SEQ-1',
  issueDate: '2026-05-02',
  dueDate: '2026-06-01',
  accountingDate: '2026-05-01',
  customerId: 'customer-1',
  customerName: 'Acme',
  customerTaxStatus: 'TAXED',
  purchaseOrderNumber: null,
  memo: null,
  netTotal: '100.00',
  totalTax: '20.00',
  grossTotal: '120.00',
  creditNoteIds: [],
  paymentLink: null,
  updatedAt: '2026-05-02T10:00:00Z',
  lines: [line()],
  ...changes,
})

/** Without a percentage of its own, a code takes each line's rate. */
export const taxCode = (changes: Partial<TaxCode> = {}): TaxCode => ({
  code: 'STD',
  country: 'US',
  type: 'SALES_TAX',
  description: 'Sales tax',
  percentage: null,
  ...changes,
})

export const settings = (changes: Partial<Settings> = {}): Settings => ({
  ...initialSettings,
  defaultProductId: 'rillet-default',
  defaultAccountCode: '4000',
  subsidiaryId: 'subsidiary-1',
  subsidiaryCurrency: 'USD',
  taxTable: [{ category: null, taxed: 'STD', exempt: null, reverseCharged: 'RC' }],
  taxCodes: [taxCode({ code: 'STD' }), taxCode({ code: 'RC', type: 'VAT', percentage: '0' })],
  ...changes,
})

export const context = (changes: Partial<MappingContext> = {}): MappingContext => ({
  settings: settings(),
  customerRilletId: 'rillet-customer-1',
  customerCurrency: 'USD',
  productRilletIds: { 'product-1': 'rillet-product-1' },
  publicUrl: 'https://sync.example',
  ...changes,
})

/** Rillet's answer to a request, when it books what was sent. */
export const answerTo = (sent: ExternalInvoiceRequest, total: string): AnsweredInvoice => ({
  id: 'rillet-invoice-1',
  customer_id: sent.customer_id,
  invoice_number: sent.invoice_number,
  invoice_date: sent.invoice_date,
  due_date: sent.due_date ?? sent.invoice_date,
  taxed_amount: sent.tax_amount ?? { amount: '0', currency: '' },
  total: { amount: total, currency: sent.items[0]?.total_amount.currency ?? '' },
  items: sent.items.map((item, index) => ({
    id: `rillet-line-${index + 1}`,
    ...item,
  })),
  external_references: sent.external_references,
})

/** The request as one of an invoice issued elsewhere. */
export function external(request: InvoiceRequest): ExternalInvoiceRequest {
  if (request.scope === 'FULL') throw new Error('a FULL request')
  return request
}

/** The request as one of an invoice that Rillet numbers and prices. */
export function full(request: InvoiceRequest): FullInvoiceRequest {
  if (request.scope !== 'FULL') throw new Error(`an ${request.scope} request`)
  return request
}
