import type { InvoiceRef, Problem } from '../domain/model.ts'
import { otherOrganization } from '../domain/problems.ts'
import type { Db } from '../store/connect.ts'
import { findConnection } from '../store/connection.ts'
import { findLink } from '../store/link.ts'
import type { LinkRow } from '../store/schema.ts'

export type LinkedInvoice =
  | { kind: 'linked'; link: LinkRow; rilletId: string }
  | { kind: 'none' }
  /** It is in another Rillet organization than the one connected now: what that one says of it means nothing. */
  | { kind: 'foreign'; problem: Problem }

/** Where the invoice is in Rillet, as far as the account's present connection can see it. */
export async function linkedInvoice(
  db: Db,
  { accountId, invoiceId }: InvoiceRef,
): Promise<LinkedInvoice> {
  const [link, connection] = await Promise.all([
    findLink(db, accountId, 'invoice', invoiceId),
    findConnection(db, accountId),
  ])
  // Linked, or perhaps made there: a create in doubt belongs to its organization too.
  if (link === undefined || (link.rillet_id === null && link.sent_at === null)) {
    return { kind: 'none' }
  }
  const connected = connection?.organization_id ?? null
  if (connected === null || connected === link.organization_id) {
    return link.rillet_id === null
      ? { kind: 'none' }
      : { kind: 'linked', link, rilletId: link.rillet_id }
  }
  return { kind: 'foreign', problem: otherOrganization(link.organization_id, connected) }
}
