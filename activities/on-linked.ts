import { RefusedError } from '../clients/errors.ts'
import type { RilletClient } from '../clients/rillet/client.ts'
import type { InvoiceRef, Problem } from '../domain/model.ts'
import type { LinkRow } from '../store/schema.ts'
import { problemOf } from './breakers.ts'
import type { Deps } from './deps.ts'
import { isDeleted, recordRemoval } from './gone.ts'
import { linkedInvoice } from './linked-invoice.ts'
import { keepSentence } from './sentence.ts'

export type Linked = { rillet: RilletClient; link: LinkRow; rilletId: string }
export type NotThere = { kind: 'removed' } | { kind: 'blocked'; problem: Problem }

/**
 * Works on an invoice where it is in Rillet. Found deleted there, its link is dropped; held back by the
 * connection, or by a read that Rillet refuses, it says by what. A write that Rillet refuses is thrown.
 */
export async function onLinked<T>(
  deps: Deps,
  ref: InvoiceRef,
  act: (linked: Linked) => Promise<T>,
): Promise<T | NotThere> {
  const linked = await linkedInvoice(deps.db, ref)
  if (linked.kind === 'none') return { kind: 'removed' }
  if (linked.kind === 'foreign') return { kind: 'blocked', problem: linked.problem }
  try {
    const rillet = await deps.vendors.rillet(ref.accountId, linked.link.organization_id)
    return await unlessDeleted(deps, ref, { ...linked, rillet }, act)
  } catch (error) {
    const isWrite = error instanceof RefusedError && error.operation !== 'read'
    const problem = isWrite ? null : await problemOf(deps.db, ref.accountId, error, {})
    if (problem === null) throw error
    return { kind: 'blocked', problem: await keepSentence(deps.db, ref, problem) }
  }
}

/** What an invoice that is deleted in Rillet is not there for: its link is dropped. */
export async function unlessDeleted<T>(
  { db }: Deps,
  ref: InvoiceRef,
  linked: Linked,
  act: (linked: Linked) => Promise<T>,
): Promise<T | { kind: 'removed' }> {
  try {
    return await act(linked)
  } catch (error) {
    if (!(await isDeleted(linked.rillet, linked.rilletId, error))) throw error
    await recordRemoval(db, ref, linked.link)
    return { kind: 'removed' }
  }
}
