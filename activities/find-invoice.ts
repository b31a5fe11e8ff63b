import type { Invoice } from '../clients/rillet/schemas.ts'
import { REFERENCE_TYPE } from '../domain/ids.ts'
import type { Deps } from './deps.ts'
import type { Prepared } from './prepare-invoice.ts'

/**
 * The live Rillet invoice that refers to this one, among those of the customer it was sent for; `since`
 * null looks at all of them. Throws when the list cannot be read to its end.
 */
export async function findInvoiceInRillet(
  { vendors }: Deps,
  { draft, thing }: Prepared,
  since: Date | null,
  sentTo: string | null,
): Promise<Invoice | null> {
  const rillet = await vendors.rillet(thing.accountId, thing.organizationId)
  const filter = {
    customerId: sentTo ?? draft.customer_id,
    ...(since === null
      ? {}
      : { updatedAfter: new Date(since.getTime() - clockMarginMs).toISOString() }),
  }
  for await (const invoice of rillet.allInvoices(filter)) {
    if (refersTo(invoice, thing.sourceId)) return invoice
  }
  return null
}

/** Rillet's clock may differ from ours. */
const clockMarginMs = 24 * 3_600_000

const refersTo = ({ external_references }: Invoice, invoiceId: string) =>
  external_references.some(({ type, id }) => type === REFERENCE_TYPE && id === invoiceId)
