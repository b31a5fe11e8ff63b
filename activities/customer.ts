import { RefusedError } from '../clients/errors.ts'
import { detailsOf, withEdits } from '../clients/rillet/customers.ts'
import { sourceCustomer } from '../clients/sequence/source-customer.ts'
import { mapCustomer } from '../domain/customer.ts'
import { baseOf, mergeCustomer, sameBase } from '../domain/customer-merge.ts'
import type { Problem } from '../domain/model.ts'
import { rilletCustomerGone, sequenceNotFound } from '../domain/problems.ts'
import { rilletRefusal, sequenceRefusal } from '../domain/refusals.ts'
import { warningText } from '../domain/warnings.ts'
import { findConnection, settingsOf } from '../store/connection.ts'
import {
  type CustomerRef,
  findCustomerSync,
  saveCarried,
  saveCustomerProblem,
  saveCustomerTrouble,
} from '../store/customer-sync.ts'
import { customerLink } from '../store/link.ts'
import { heldProblem } from './breakers.ts'
import type { Deps } from './deps.ts'
import { isGone } from './gone.ts'
import { nextTry, toFailure } from './next-try.ts'

export type CustomerActivities = ReturnType<typeof createCustomerActivities>

export const createCustomerActivities = (deps: Deps) => ({
  /**
   * Carries what changed of a customer in Sequence to its linked one in Rillet: both are read, merged
   * with what was last carried, and written only if something differs. What Rillet's users typed stays.
   */
  syncCustomer: async (ref: CustomerRef): Promise<void> => {
    const linked = await linkedCustomer(deps, ref)
    if (linked === null) return
    try {
      await carry(deps, ref, linked)
    } catch (error) {
      const problem = (await heldProblem(deps.db, ref.accountId, error)) ?? refusalOf(error, ref)
      if (problem !== null) {
        const gone = problem.code === 'rillet_customer_gone'
        await saveCustomerProblem(deps.db, ref, { ...linked, problem, gone })
        return
      }
      const retry = nextTry(error, deps.timing)
      const nextTryAt = new Date(Date.now() + retry.afterMs)
      await saveCustomerTrouble(deps.db, ref, { ...linked, text: retry.text, nextTryAt })
      throw toFailure(error, retry)
    }
  },
})

type LinkedCustomer = { rilletId: string; organizationId: string }

/** Null for a customer that is not linked, or not to be kept in step. */
async function linkedCustomer(
  { db }: Deps,
  { accountId, customerId }: CustomerRef,
): Promise<LinkedCustomer | null> {
  const connection = await findConnection(db, accountId)
  const organizationId = connection?.organization_id ?? null
  if (organizationId === null || settingsOf(connection).customerSync === 'off') return null
  const link = await customerLink(db, accountId, organizationId, customerId)
  return link === null ? null : { rilletId: link.rilletId, organizationId }
}

async function carry(
  { db, vendors, publicUrl }: Deps,
  ref: CustomerRef,
  { rilletId, organizationId }: LinkedCustomer,
): Promise<void> {
  const sequence = await vendors.sequence(ref.accountId)
  const source = await sequence.getCustomer(ref.customerId)
  const mapped = mapCustomer({ customer: sourceCustomer(source), publicUrl })
  if (!mapped.ok) {
    const [problem] = mapped.problems
    if (problem === undefined) throw new Error('a mapping failed without a reason')
    await saveCustomerProblem(db, ref, { rilletId, problem, gone: false })
    return
  }
  const ours = baseOf(mapped.value)
  const known = await findCustomerSync(db, ref)
  const base = known?.rillet_id === rilletId ? known.base : null
  // A sweep of Rillet did not find it: then Rillet is asked, whatever Sequence says.
  const isAbsent = known?.rillet_id === rilletId && known.absent_at !== null
  const done = {
    rilletId,
    base: ours,
    warnings: mapped.warnings.map(warningText),
    archived: source.archivedAt !== null,
  }
  // Nothing moved in Sequence since the last time: Rillet need not be asked. The first look only learns.
  const isCarried = base === null || (known?.state === 'in_sync' && sameBase(base, ours))
  if (isCarried && !isAbsent) {
    await saveCarried(db, ref, { ...done, written: [], overwritten: [], isThere: false })
    return
  }
  const rillet = await vendors.rillet(ref.accountId, organizationId)
  const current = await rillet.getCustomer(rilletId)
  const theirs = detailsOf(current)
  const { edits, overwritten } = mergeCustomer({ base: base ?? ours, ours, theirs })
  const written = Object.keys(edits)
  if (written.length > 0) await rillet.updateCustomer(rilletId, withEdits(current, edits))
  await saveCarried(db, ref, { ...done, written, overwritten, isThere: true })
}

/** A 404 that is not Rillet's own word may be a proxy's: it is tried again. */
function refusalOf(error: unknown, { customerId }: CustomerRef): Problem | null {
  if (!(error instanceof RefusedError)) return null
  const status = error.status ?? 400
  if (error.vendor === 'sequence') {
    return status === 404
      ? sequenceNotFound('customer', customerId)
      : sequenceRefusal(status, error.problem)
  }
  if (isGone(error)) return rilletCustomerGone(customerId)
  return status === 404 ? null : rilletRefusal(status, error.problem, {})
}
