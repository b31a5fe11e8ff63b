import { NotFoundError } from '../clients/errors.ts'
import type { RilletClient } from '../clients/rillet/client.ts'
import type { InvoiceRef } from '../domain/model.ts'
import type { Db } from '../store/connect.ts'
import { addEvent } from '../store/event.ts'
import { beginReading } from '../store/invoice.ts'
import { dropLedger } from '../store/ledger.ts'
import { dropLink } from '../store/link.ts'
import { removeRemoteInvoice } from '../store/remote-invoice.ts'
import type { LinkRow } from '../store/schema.ts'
import { scheduledAt } from './scheduled-at.ts'

/**
 * Whether an invoice that a call did not find is deleted: Rillet says so itself, in its own problem
 * document, on a read of the invoice. Any other 404 (a proxy's page, a gateway that lost its way) is thrown.
 */
export async function isDeleted(
  rillet: RilletClient,
  rilletId: string,
  found: unknown,
): Promise<boolean> {
  if (!(found instanceof NotFoundError)) return false
  try {
    await rillet.getInvoice(rilletId)
  } catch (error) {
    if (isGone(error)) return true
    throw error
  }
  throw found
}

/** Rillet says in its own problem document that it has no such thing. */
export const isGone = (error: unknown): boolean =>
  error instanceof NotFoundError && typeof error.problem?.type === 'string'

/** What was read; null where Rillet does not have it. */
export async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof NotFoundError) return null
    throw error
  }
}

type Removal = { kind: 'invoice.removed' | 'invoice.deleted'; actor: string; why?: string }

/** Deleted in Rillet: the link is dropped, nothing is made again by itself. */
export async function recordRemoval(
  db: Db,
  ref: InvoiceRef,
  link: LinkRow,
  { kind, actor, why }: Removal = { kind: 'invoice.removed', actor: 'rillet' },
): Promise<void> {
  const { accountId, invoiceId } = ref
  await db.transaction().execute(async (trx) => {
    const { organization_id: organizationId, rillet_id: rilletId } = link
    const thing = { accountId, kind: 'invoice', sourceId: invoiceId, organizationId } as const
    if (rilletId === null || !(await dropLink(trx, thing, rilletId))) return
    if (await beginReading(trx, ref, scheduledAt())) await dropLedger(trx, ref)
    await removeRemoteInvoice(trx, accountId, rilletId)
    await addEvent(trx, {
      accountId,
      invoiceId,
      kind,
      actor,
      data: { rilletId, ...(why === undefined ? {} : { why }) },
      once: `${invoiceId}/removed/${link.generation}`,
    })
  })
}
