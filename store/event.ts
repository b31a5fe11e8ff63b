import type { Db } from './connect.ts'
import { plainText, toJson } from './json.ts'

/** One line of the timeline. `once` makes a repeated write (a retried step) a no-op. */
export type TimelineEvent = {
  accountId: string
  invoiceId: string | null
  /** A dotted word: `hint.received`, `invoice.created`, `payment.edited`, `person.retried`. */
  kind: string
  /** `sync`, or the operator's name. */
  actor: string
  reason?: string | null
  /** Ids, figures, codes. Names and texts of lines stay out. */
  data?: Record<string, unknown>
  once?: string
}

/** True when what is told once was told. */
export async function isTold(db: Db, accountId: string, once: string): Promise<boolean> {
  const row = await db
    .selectFrom('event')
    .select('id')
    .where('account_id', '=', accountId)
    .where('once', '=', once)
    .executeTakeFirst()
  return row !== undefined
}

/** Appends to the timeline, in the caller's transaction if it is given one. */
export async function addEvent(db: Db, event: TimelineEvent): Promise<void> {
  await db
    .insertInto('event')
    .values({
      account_id: event.accountId,
      invoice_id: event.invoiceId,
      kind: event.kind,
      actor: plainText(event.actor),
      reason: event.reason ? plainText(event.reason) : null,
      data: toJson(event.data ?? {}),
      once: event.once ?? null,
    })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'once']).where('once', 'is not', null).doNothing(),
    )
    .execute()
}
