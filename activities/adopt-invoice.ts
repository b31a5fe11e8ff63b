import type { Invoice } from '../clients/rillet/schemas.ts'
import { rilletAnswerDiffers } from '../domain/problems.ts'
import { verifyAdopted } from '../domain/verify.ts'
import { ownerOf } from '../store/link.ts'
import type { Deps } from './deps.ts'
import { isDeleted, recordRemoval } from './gone.ts'
import type { Adopted, AdoptInvoice } from './invoice-outcomes.ts'
import { linkedInvoice } from './linked-invoice.ts'
import type { Prepared } from './prepare-invoice.ts'
import { recordInRillet } from './record-in-rillet.ts'

/** What a person names is taken only if it fits, and is nobody else's. */
export async function adopt(
  { db, vendors }: Deps,
  input: AdoptInvoice,
  prepared: Prepared,
): Promise<Adopted> {
  const rillet = await vendors.rillet(input.accountId, prepared.thing.organizationId)
  const linked = await linkedInvoice(db, input)
  let invoice: Invoice
  try {
    invoice = await rillet.getInvoice(input.rilletId)
  } catch (error) {
    if (input.byPerson || linked.kind !== 'linked') throw error
    if (!(await isDeleted(rillet, input.rilletId, error))) throw error
    await recordRemoval(db, input, linked.link)
    return { kind: 'removed' }
  }
  if (!input.byPerson) return recordInRillet(db, input, { ...prepared, invoice, origin: 'adopted' })

  const owner = await ownerOf(db, prepared.thing, invoice.id)
  const problems =
    owner === null || owner === input.invoiceId
      ? verifyAdopted(prepared.draft, invoice)
      : [rilletAnswerDiffers('reference to Sequence', input.invoiceId, 'another invoice')]
  if (problems.length > 0) return { kind: 'blocked', problems }
  return recordInRillet(db, input, { ...prepared, invoice, origin: 'person' })
}
