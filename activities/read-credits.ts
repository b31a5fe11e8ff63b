import type { RilletClient } from '../clients/rillet/client.ts'
import type { CreditMemo, Invoice } from '../clients/rillet/schemas.ts'
import type { Decimal } from '../domain/model.ts'
import { equal, subtract, sum } from '../domain/money.ts'
import { type CreditEntry, creditEntry } from '../store/ledger-reads.ts'
import { orNull } from './gone.ts'

export type CreditQuestion = {
  invoice: Invoice
  /** By payments that are not failed. */
  paid: Decimal
  known: CreditEntry[]
  /** Nothing changed before this that is not known. */
  since: Date | null
}

/**
 * The credit memos' applications that stand against an invoice. Rillet lists none by invoice: its memos
 * are looked through only when its balance is not what payments and known credits make of it.
 */
export async function readCredits(
  rillet: RilletClient,
  { invoice, paid, known, since }: CreditQuestion,
): Promise<CreditEntry[]> {
  const credited = subtract(subtract(invoice.total.amount, invoice.amount_due.amount), paid)
  if (equal(sum(known.map(({ amount }) => amount)), credited)) return known

  const changed = new Map<string, CreditMemo>()
  const updatedAfter =
    since === null ? undefined : new Date(since.getTime() - clockMarginMs).toISOString()
  for await (const memo of rillet.allCreditMemos({ updatedAfter })) changed.set(memo.id, memo)
  const listed = [...changed.values()].flatMap((memo) => applicationsTo(invoice, memo))
  const unlisted = known.filter(({ creditMemoId }) => !changed.has(creditMemoId))
  const all = [...listed, ...unlisted]
  if (equal(sum(all.map(({ amount }) => amount)), credited)) return all

  // A memo that is deleted is in no list: those that are known are asked for one by one.
  const memoIds = [...new Set(unlisted.map(({ creditMemoId }) => creditMemoId))].slice(0, mostMemos)
  const memos = await Promise.all(memoIds.map((id) => orNull(rillet.getCreditMemo(id))))
  return [...listed, ...memos.flatMap((memo) => (memo ? applicationsTo(invoice, memo) : []))]
}

/** Rillet's clock may differ from ours. */
const clockMarginMs = 24 * 3_600_000
const mostMemos = 50

const applicationsTo = ({ id }: Invoice, memo: CreditMemo): CreditEntry[] =>
  memo.applications
    .filter(({ invoice_id }) => invoice_id === id)
    .map((application) =>
      creditEntry({
        id: application.id,
        creditMemoId: memo.id,
        ...application.amount,
        date: application.application_date,
      }),
    )
