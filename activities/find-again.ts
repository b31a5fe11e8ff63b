import { lookUpOnce } from './create-once.ts'
import type { Deps } from './deps.ts'
import { findInvoiceInRillet } from './find-invoice.ts'
import type { CreateInvoice, LookedUp } from './invoice-outcomes.ts'
import type { Prepared } from './prepare-invoice.ts'
import { readExisting } from './read-existing.ts'
import { recordInRillet } from './record-in-rillet.ts'

/**
 * Looks for what a create in doubt may have made, when it is time to; adopts what is there. `isLast`: a person
 * says that nothing was made.
 */
export async function lookUp(
  deps: Deps,
  input: CreateInvoice,
  prepared: Prepared,
  isLast = false,
): Promise<LookedUp> {
  const { db, timing } = deps
  const found = await lookUpOnce({
    db,
    timing,
    thing: prepared.thing,
    find: (since, sentTo) => findInvoiceInRillet(deps, prepared, since, sentTo),
    isLast,
  })
  switch (found.kind) {
    case 'found':
      return recordInRillet(db, input, { ...prepared, invoice: found.value, origin: 'adopted' })
    case 'exists': {
      const rillet = await deps.vendors.rillet(input.accountId, prepared.thing.organizationId)
      return readExisting(deps, input, rillet.getInvoice(found.rilletId))
    }
    case 'later':
    case 'absent':
      return found
  }
}
