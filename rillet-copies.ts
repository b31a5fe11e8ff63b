import type { Invoice } from './clients/rillet/schemas.ts'
import { BUILT_IN_REFERENCE_TYPE } from './domain/ids.ts'
import { referencedId } from './domain/references.ts'
import type { Db } from './store/connect.ts'
import { type RemoteCopy, saveRemoteInvoices } from './store/remote-invoice.ts'

/**
 * Keeps every Rillet invoice that a call answers, to show it beside ours. A copy that cannot be kept only
 * makes what is shown older: the call itself went through, and must not look as if it had not.
 */
export const keepCopies =
  (db: Db, owner: { accountId: string; organizationId: string }) =>
  async (invoices: Invoice[]): Promise<void> => {
    const copies = new Map(invoices.map((invoice) => [invoice.id, copyOf(invoice)]))
    await saveRemoteInvoices(db, owner, [...copies.values()]).catch(() => undefined)
  }

const copyOf = (invoice: Invoice): RemoteCopy => ({
  rilletId: invoice.id,
  invoiceId: referencedId(invoice.external_references),
  customerId: invoice.customer_id,
  number: invoice.invoice_number,
  invoiceDate: invoice.invoice_date,
  dueDate: invoice.due_date,
  status: invoice.status,
  currency: invoice.total.currency,
  net: invoice.net_amount.amount,
  tax: invoice.taxed_amount.amount,
  total: invoice.total.amount,
  amountDue: invoice.amount_due.amount,
  lines: invoice.items.map((item) => ({
    id: item.id,
    description: item.description,
    productId: item.product_id,
    net: item.total_amount.amount,
    tax: item.taxed_amount.amount,
    lineId:
      item.external_references.find(({ type }) => type === BUILT_IN_REFERENCE_TYPE)?.id ?? null,
    period: item.revenue?.period ?? null,
  })),
  version: new Date(invoice.updated_at),
})
