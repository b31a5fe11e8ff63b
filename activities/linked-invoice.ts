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
  const problem = heldElsewhere(link, connection?.organization_id ?? null)
  if (problem !== null) return { kind: 'foreign', problem }
  return link === undefined || link.rillet_id === null
    ? { kind: 'none' }
    : { kind: 'linked', link, rilletId: link.rillet_id }
}

/**
 * Set when the document is, or perhaps is, in another organization than the one that is `connected` (null: none
 * is): a create in doubt belongs to its organization too.
 */
export function heldElsewhere(link: LinkRow | undefined, connected: string | null): Problem | null {
  if (link === undefined || (link.rillet_id === null && link.sent_at === null)) return null
  if (connected === null || connected === link.organization_id) return null
  return otherOrganization(link.organization_id, connected)
}
