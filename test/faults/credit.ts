import { setTimeout as pause } from 'node:timers/promises'
import { text, units } from './money.ts'
import type { Run } from './scenario.ts'
import type { Actor } from './stage/cast.ts'

/** A credit note of Sequence, and its credit memo in Rillet. */
export type Credit = { noteId: string; memoId: string }

type Credited = { invoiceId: string; rilletId: string; currency: string }

/** Somebody credits a quarter of the invoice in Sequence; waits until its memo is in Rillet. */
export async function giveCredit(
  run: Run,
  actor: Actor,
  credited: Credited,
): Promise<Credit | null> {
  const { invoiceId, rilletId, currency } = credited
  const { total } = await actor.rillet.get(`/invoices/${rilletId}`)
  const amount = units(total.amount, currency) / 4n
  if (amount < 1n) return null
  const { customerId } = await actor.sequence.get(`/invoices/${invoiceId}`)
  const note = { currency, customerId, accountingDate: '2026-11-10', invoiceId }
  const { id: noteId } = await actor.sequence.post('/credit-notes', note)
  await actor.sequence.post(`/credit-notes/${noteId}/line-items`, {
    creditNoteId: noteId,
    title: 'Credit',
    quantity: '1',
    rate: text(amount, currency),
    taxRate: '0',
    externalIds: [],
    productId: actor.product.id,
  })
  await actor.sequence.post(`/credit-notes/${noteId}/finalize`)
  return { noteId, memoId: await untilMemo(run, actor, noteId) }
}

async function untilMemo({ stage, isTooLate }: Run, { id }: Actor, noteId: string) {
  const startedMs = Date.now()
  for (;;) {
    const row = await stage.db
      .selectFrom('credit_note')
      .select(['state', 'rillet_id', 'problems'])
      .where('account_id', '=', id)
      .where('credit_note_id', '=', noteId)
      .executeTakeFirst()
      .catch(() => undefined)
    if (row?.state === 'synced' && row.rillet_id !== null) return row.rillet_id
    if (isTooLate(startedMs)) {
      throw new Error(`credit note ${noteId} did not come to synced: ${JSON.stringify(row)}`)
    }
    await pause(500)
  }
}
