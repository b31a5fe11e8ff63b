import { type LineMapping, mapLine } from './lines.ts'
import type { MappingContext } from './mapping.ts'
import { memoOf } from './memo.ts'
import type { Problem, SourceInvoice } from './model.ts'
import { format, isZero } from './money.ts'
import { mapPricedLine } from './priced-line.ts'
import { headerReferences } from './references.ts'
import type { TaxChoice } from './tax.ts'
import type { Warning } from './warnings.ts'
import type { ExternalInvoiceRequest, FullInvoiceRequest, InvoiceRequest } from './wire.ts'

export type DraftInput = {
  invoice: SourceInvoice
  context: MappingContext
  /** Back to the invoice; null where a problem has been named. */
  url: string | null
  /** Of each line: the Rillet product and the tax chosen for it. */
  products: string[]
  taxes: TaxChoice[]
}

/** `request` is null where a problem has been named. */
export type Drafted = { request: InvoiceRequest | null; problems: Problem[]; warnings: Warning[] }

/** The body in the scope that the settings ask for. */
export function draftInvoice(input: DraftInput): Drafted {
  const { scope } = input.context.settings
  switch (scope) {
    case 'REVENUE_RECOGNITION_ONLY':
    case 'AR_ONLY':
      return external(input, scope)
    case 'FULL':
      return full(input)
  }
}

function external(input: DraftInput, scope: ExternalInvoiceRequest['scope']): Drafted {
  const { invoice, url, products } = input
  const { currency, invoiceNumber } = invoice
  const lines = invoice.lines.map((line, index) =>
    mapLine({
      line,
      number: index + 1,
      currency,
      rilletProductId: products[index] ?? '',
      url: url ?? '',
    }),
  )
  const header = headerOf(input)
  const tax = format(invoice.totalTax, currency)
  const request =
    header === null || invoiceNumber === null || tax === null
      ? null
      : {
          scope,
          ...header,
          invoice_number: invoiceNumber,
          ...(sendsTax(invoice) ? { tax_amount: { amount: tax, currency } } : {}),
          items: itemsOf(lines),
        }
  return { request, ...remarksOf(lines) }
}

function full(input: DraftInput): Drafted {
  const { invoice, products, taxes, context } = input
  const { currency, invoiceNumber, purchaseOrderNumber, memo } = invoice
  const lines = invoice.lines.map((line, index) =>
    mapPricedLine({
      line,
      number: index + 1,
      currency,
      rilletProductId: products[index] ?? '',
      taxRate: taxes[index]?.rate ?? null,
    }),
  )
  const header = headerOf(input)
  const { bankAccountId } = context.settings
  const request: FullInvoiceRequest | null =
    header === null || invoiceNumber === null
      ? null
      : {
          scope: 'FULL',
          ...header,
          ...(purchaseOrderNumber ? { purchase_order_number: purchaseOrderNumber } : {}),
          memo: memoOf(invoiceNumber, memo),
          ...(bankAccountId === null ? {} : { bank_account_id: bankAccountId }),
          items: itemsOf(lines),
        }
  return { request, ...remarksOf(lines) }
}

/** What all scopes share; null only where a problem has been named. */
function headerOf({ invoice, context, url }: DraftInput) {
  const { customerRilletId, settings } = context
  if (customerRilletId === null || settings.subsidiaryId === null || url === null) return null
  return {
    customer_id: customerRilletId,
    subsidiary_id: settings.subsidiaryId,
    invoice_date: invoice.accountingDate,
    ...(invoice.dueDate === null ? {} : { due_date: invoice.dueDate }),
    external_references: headerReferences(invoice.id, url),
  }
}

/** A taxed customer's zero is said; for exempt and reverse-charged ones there is no tax to speak of. */
const sendsTax = ({ customerTaxStatus, totalTax }: SourceInvoice) =>
  customerTaxStatus === 'TAXED' || !isZero(totalTax)

const itemsOf = <T>(lines: { item: T | null }[]): T[] =>
  lines.flatMap(({ item }) => (item === null ? [] : [item]))

const remarksOf = (lines: Pick<LineMapping, 'problems' | 'warnings'>[]) => ({
  problems: lines.flatMap(({ problems }) => problems),
  warnings: lines.flatMap(({ warnings }) => warnings),
})
