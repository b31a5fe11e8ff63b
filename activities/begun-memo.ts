import type { OpenMemo } from '../domain/decision/situation.ts'
import { creditOfInvoiceId } from '../domain/ids.ts'
import type { InvoiceRef } from '../domain/model.ts'
import type { Db } from '../store/connect.ts'
import { isTold } from '../store/event.ts'
import { findLink } from '../store/link.ts'
import type { LinkRow } from '../store/schema.ts'

/**
 * By what Rillet and our links know the credit memo over what is booked: by the snapshot that Rillet's books say, or
 * over all of a voided invoice (null).
 */
export const memoIdOf = (ref: InvoiceRef, from: string | null): string =>
  creditOfInvoiceId(ref, from === null ? 'void' : from.slice(0, 16))

/** The memo that an earlier attempt made, or may have made; null before the first. */
export async function begunMemo(
  db: Db,
  ref: InvoiceRef,
  from: string | null,
): Promise<LinkRow | null> {
  const link = await findLink(db, ref.accountId, 'credit_memo', memoIdOf(ref, from))
  return link !== undefined && (link.sent_at ?? link.rillet_id) !== null ? link : null
}

/** Which memo of this invoice was begun, and is not written down as credited yet; `booked` is what the books say. */
export async function openMemoOf(
  db: Db,
  ref: InvoiceRef,
  booked: string | null,
): Promise<OpenMemo | null> {
  return (
    (await openAs('void', db, ref, null)) ??
    (booked === null ? null : await openAs('difference', db, ref, booked))
  )
}

async function openAs(
  of: OpenMemo['of'],
  db: Db,
  ref: InvoiceRef,
  from: string | null,
): Promise<OpenMemo | null> {
  const link = await begunMemo(db, ref, from)
  if (link === null) return null
  const { rillet_id: rilletId, source_id: id } = link
  const isDone =
    rilletId !== null && (await isTold(db, ref.accountId, creditedOnce(ref, id, rilletId)))
  return isDone ? null : { of, rilletId }
}

/** Told once for each memo. */
export const creditedOnce = (ref: InvoiceRef, id: string, creditMemoId: string): string =>
  `${ref.invoiceId}/credited/${id}/${creditMemoId}`
