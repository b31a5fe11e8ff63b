import type { Invoice } from '../clients/rillet/schemas.ts'
import { remoteOf } from '../domain/dates.ts'
import type { RemoteInvoiceState } from '../store/schema.ts'

/** What is remembered of a Rillet invoice once it was read and found right. */
export const remembered = (invoice: Invoice): { version: Date; state: RemoteInvoiceState } => ({
  version: new Date(invoice.updated_at),
  state: remoteOf(invoice),
})
