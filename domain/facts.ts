import type { InvoiceFacts, LineFacts, SourceInvoice, SourceLine } from './model.ts'

/** What a workflow may know of an invoice: everything but names and texts. `snapshotHash` finds the rest. */
export const factsOf = (invoice: SourceInvoice, snapshotHash: string): InvoiceFacts => ({
  snapshotHash,
  status: invoice.status,
  paymentStatus: invoice.paymentStatus,
  invoiceNumber: invoice.invoiceNumber,
  currency: invoice.currency,
  issueDate: invoice.issueDate,
  dueDate: invoice.dueDate,
  accountingDate: invoice.accountingDate,
  netTotal: invoice.netTotal,
  totalTax: invoice.totalTax,
  grossTotal: invoice.grossTotal,
  customerId: invoice.customerId,
  customerTaxStatus: invoice.customerTaxStatus,
  paymentLink: invoice.paymentLink,
  updatedAt: invoice.updatedAt,
  lines: invoice.lines.map(lineFacts),
})

const lineFacts = (line: SourceLine): LineFacts => ({
  productId: line.productId,
  rilletProductId: line.rilletProductId,
  taxCategoryId: line.taxCategoryId,
  net: line.netTotal,
  tax: line.totalTax,
  taxRate: line.taxRate,
})
