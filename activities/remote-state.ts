import type { Invoice } from '../clients/rillet/schemas.ts'
import { remoteOf, rilletEdits } from '../domain/dates.ts'
import { detailEdits, detailOf, type RemoteDetail } from '../domain/detail.ts'
import type { Problem, Scope } from '../domain/model.ts'
import type { LinkRow, RemoteInvoiceState } from '../store/schema.ts'

export type Remembered = { version: Date; state: RemoteInvoiceState; detail: RemoteDetail }

/** What is remembered of a Rillet invoice once it was read and found right. */
export const remembered = (invoice: Invoice, scope: Scope | null): Remembered => ({
  version: new Date(invoice.updated_at),
  state: remoteOf(invoice, scope),
  detail: detailOf(invoice),
})

/** What Rillet's users changed since the sync last found the invoice right. */
export const editsOf = (
  { remote_state, remote_detail, scope }: Pick<LinkRow, 'remote_state' | 'remote_detail' | 'scope'>,
  invoice: Invoice,
): Problem[] => [
  ...(remote_state === null ? [] : rilletEdits(remote_state, remoteOf(invoice, scope))),
  ...(remote_detail === null ? [] : detailEdits(remote_detail, detailOf(invoice))),
]
