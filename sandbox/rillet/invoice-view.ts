import { Big } from 'big.js'
import { amountsOf, isOverdue } from './invoice-amounts.ts'
import type { Invoice, InvoiceItem, Session } from './model.ts'
import { money, present } from './view.ts'

/** The invoice as answers and webhooks show it. Scope, tax rates and discounts as entered are not echoed. */
export function viewInvoice(session: Session, invoice: Invoice): Record<string, unknown> {
  const { currency } = invoice
  const amounts = amountsOf(session, invoice)
  return present({
    id: invoice.id,
    subsidiary_id: invoice.subsidiary_id,
    invoice_number: invoice.invoice_number,
    customer_id: invoice.customer_id,
    items: invoice.items.map((item) => viewItem(session, item, currency)),
    due_date: invoice.due_date,
    invoice_date: invoice.invoice_date,
    address: senderAddress,
    customer_address: invoice.customer_address,
    shipping_address: invoice.shipping_address,
    bank_account: bankAccount(session, invoice.bank_account_id),
    status: amounts.status,
    subtotal: money(session, amounts.subtotal, currency),
    total_discount: money(session, amounts.discount, currency),
    net_amount: money(session, amounts.net, currency),
    taxed_amount: money(session, amounts.tax, currency),
    total: money(session, amounts.total, currency),
    amount_due: money(session, amounts.due, currency),
    payment_terms: termsOf(invoice),
    purchase_order_number: invoice.purchase_order_number,
    exchange_rate: invoice.exchange_rate,
    memo: invoice.memo,
    overdue: isOverdue(session, invoice, amounts.due),
    external_references: invoice.external_references,
    updated_at: invoice.updated_at,
    sent_at: invoice.sent_at,
  })
}

/** Where the organization sends from; one for all, as nothing here depends on it. */
export const senderAddress = {
  line1: '1 Ledger Street',
  city: 'San Francisco',
  state: 'CA',
  zip_code: '94105',
  country: 'US',
}

function viewItem(session: Session, item: InvoiceItem, currency: string): unknown {
  return present({
    id: item.id,
    description: item.description,
    revenue: item.revenue,
    quantity: item.quantity,
    gross_rate: money(session, item.gross_rate, currency),
    total_discount: money(session, item.discount, currency),
    taxed_amount: money(session, item.tax, currency),
    total_amount: money(session, new Big(item.gross).minus(item.discount), currency),
    product_id: item.product_id,
    external_references: item.external_references,
    fields: item.fields,
  })
}

function bankAccount({ organization }: Session, id: string | null) {
  const account = organization.bankAccounts.find((one) => one.id === id)
  if (account === undefined) return null
  const { bank_name, mask } = account
  return { id: account.id, ach_account: mask ?? '0000', ach_routing: '021000021', bank_name }
}

function termsOf({ invoice_date, due_date }: Invoice): number {
  return Math.max(0, Math.round((Date.parse(due_date) - Date.parse(invoice_date)) / 86_400_000))
}
