import type { Account } from './account.ts'
import type { Json } from './http.ts'

/** Changes an invoice as a person in Rillet would; what `change` does not name stays as it is. */
export async function editInRillet(of: Account, rilletId: string, change: Json): Promise<void> {
  const invoice = await of.rillet.get(`/invoices/${rilletId}`)
  await of.rillet.put(`/invoices/${rilletId}`, {
    scope: 'REVENUE_RECOGNITION_ONLY',
    invoice_date: invoice.invoice_date,
    due_date: invoice.due_date,
    invoice_number: invoice.invoice_number,
    items: invoice.items.map(({ id, description, revenue }: Json) => ({
      id,
      description,
      revenue,
    })),
    external_references: invoice.external_references,
    ...change,
  })
}
