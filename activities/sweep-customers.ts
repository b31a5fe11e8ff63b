import { RefusedError } from '../clients/errors.ts'
import type { CustomerRow } from '../clients/sequence/schemas.ts'
import { sourceCustomer } from '../clients/sequence/source-customer.ts'
import { mapCustomer } from '../domain/customer.ts'
import { baseOf, type CustomerBase, sameBase, sameInList } from '../domain/customer-merge.ts'
import type { Db } from '../store/connect.ts'
import { announceCustomers, type FoundCustomer } from '../store/sweep-customer.ts'
import {
  type HeldCustomer,
  heldCustomers,
  longestUnread,
  saveSwept,
} from '../store/sweep-customer-held.ts'
import { findProgress, saveProgress } from '../store/sweep-progress.ts'
import { countSweep, noCounts } from '../store/sweep-run.ts'
import { sha256Hex } from './keys.ts'
import { listPages } from './sweep-list.ts'
import type { Page, Work } from './sweep-part.ts'
import { placeOf } from './sweep-rillet.ts'

/**
 * Sequence's customers, where edits are carried: the linked ones whose name, address or archiving differs
 * from what was last carried are woken. The list takes no date and tells no version.
 */
export const sequenceCustomers: Page = async (work) =>
  work.settings.customerSync === 'off' ? true : customerPages(work)

const customerPages = listPages<CustomerRow>({
  where: { vendor: 'sequence', operation: 'read', method: 'GET', path: '/customers' },
  list: async ({ deps, ref }, after) => {
    const sequence = await deps.vendors.sequence(ref.accountId)
    return sequence.listCustomers({ includeArchived: 'true', after })
  },
  seenOf: ({ id }) => ({ id, reference: null }),
  take: takeCustomers,
})

async function takeCustomers(db: Db, work: Work, rows: CustomerRow[]) {
  const { ref, spacingMs, deps } = work
  const ids = rows.map(({ id }) => id)
  const held = await heldCustomers(db, placeOf(work), ids)
  const found = rows.flatMap((row) => {
    const ours = held.get(row.id)
    if (ours === undefined) return []
    return edited(ours, shownInList(deps.publicUrl, ours, row)) ?? []
  })
  const fresh = await announceCustomers(db, ref, found, spacingMs)
  return { ...noCounts, calls: 1, customers: { lookedAt: held.size, found: fresh.length } }
}

/** Contacts are on no list, and what a row leaves out tells of no edit: that much counts as unchanged. */
function shownInList(publicUrl: string, { base }: HeldCustomer, row: CustomerRow): Shown {
  const listed = baseIn(publicUrl, { ...row, contacts: [] })
  if (listed === null || base === null) return { base: listed, isArchived: isArchived(row) }
  const address = row.address === null ? base.address : listed.address
  return { base: { name: listed.name, address, emails: base.emails }, isArchived: isArchived(row) }
}

/** How many are read whole in one sweep, a call each: ten thousand take a day of half-hourly sweeps. */
const readWholeAtOnce = 200

/**
 * Linked customers read whole, those first that were not for longest: only that shows an edit of their
 * contacts. One customer a page: it costs a call.
 */
export const sequenceContacts: Page = async (work) => {
  const { deps, ref, run, settings, spacingMs } = work
  if (settings.customerSync === 'off') return true
  const at = await findProgress(deps.db, ref, null)
  if (at.isDone) return true
  const since = { runId: ref.runId, startedAt: run.started_at }
  const customer =
    at.pages < readWholeAtOnce ? await longestUnread(deps.db, placeOf(work), since) : undefined
  if (customer === undefined) {
    await saveProgress(deps.db, ref, { ...at, isDone: true })
    return true
  }
  const found = await editedInWhole(work, customer)
  await deps.db.transaction().execute(async (trx) => {
    await saveSwept(trx, ref.accountId, customer.customerId)
    const fresh = await announceCustomers(trx, ref, found === null ? [] : [found], spacingMs)
    const customers = { read: 1, found: fresh.length }
    await countSweep(trx, ref, { ...noCounts, calls: 1, customers })
    await saveProgress(trx, ref, { ...at, pages: at.pages + 1 })
  })
  return false
}

/** What Sequence does not have any more is its run's to say. */
async function editedInWhole(
  { deps, ref }: Work,
  ours: HeldCustomer,
): Promise<FoundCustomer | null> {
  const sequence = await deps.vendors.sequence(ref.accountId)
  try {
    const whole = await sequence.getCustomer(ours.customerId)
    return edited(ours, { base: baseIn(deps.publicUrl, whole), isArchived: isArchived(whole) })
  } catch (error) {
    const isMissing =
      error instanceof RefusedError && (error.status === 404 || error.status === 400)
    if (isMissing) return edited(ours, { base: null, isArchived: false })
    throw error
  }
}

const isArchived = ({ archivedAt }: Pick<CustomerRow, 'archivedAt'>) => archivedAt !== null

/** What Rillet would be told of it; null when it cannot be. */
function baseIn(
  publicUrl: string,
  customer: Parameters<typeof sourceCustomer>[0],
): CustomerBase | null {
  const mapped = mapCustomer({ customer: sourceCustomer(customer), publicUrl })
  return mapped.ok ? baseOf(mapped.value) : null
}

/** What Sequence says of a customer; `base` null: nothing that Rillet could be told. */
type Shown = { base: CustomerBase | null; isArchived: boolean }

/** Null when nothing differs from what was last carried. */
function edited(ours: HeldCustomer, shown: Shown): FoundCustomer | null {
  const { customerId, rilletId, base, archived, writtenAt } = ours
  const isListed = archived === shown.isArchived && agree(sameInList, base, shown.base)
  if (isListed && agree(sameBase, base, shown.base)) return null
  // Both looks at a customer call what a list shows by the same name.
  const { name, address, emails } = shown.base ?? {}
  const says = isListed ? emails : [name, address, shown.isArchived]
  // Sequence tells no version: an edit back and forth is told from a refused one by the last write.
  const after = writtenAt?.toISOString() ?? 'link'
  const fingerprint = `customer/${sha256Hex(JSON.stringify([after, base === null, says]))}`
  return { customerId, what: 'customer_edited', rilletId, fingerprint }
}

const agree = (by: typeof sameBase, one: CustomerBase | null, other: CustomerBase | null) =>
  one !== null && other !== null && by(one, other)
