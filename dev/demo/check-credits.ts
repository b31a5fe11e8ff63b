import { Big } from 'big.js'
import { z } from 'zod'
import type { Sides } from './check-ledgers.ts'
import type { Http } from './http.ts'

const Notes = z.object({
  items: z.array(z.object({ id: z.string(), problems: z.array(z.object({ code: z.string() })) })),
})

/**
 * Compares both ledgers' credits: a credit note that stands is one memo, equal to the cent and set off
 * whole, and a voided one is none. One that is not there must be shown as held, with the reason.
 */
export async function checkCredits(operator: Http, { source, books }: Sides): Promise<string[]> {
  if (source.creditNotes.length === 0) return []
  const { items } = await operator.get('/credit-notes?limit=100', Notes)
  return source.creditNotes.flatMap(({ id, status, grossTotal }) => {
    const memos = books.creditMemos.filter(({ external_references }) =>
      external_references.some((one) => one.id === id),
    )
    const isHeld = items.some((one) => one.id === id && one.problems.length > 0)
    const stands = (status === 'FINAL' || status === 'SENT') && !isHeld
    if (memos.length !== (stands ? 1 : 0)) {
      return [`credit note ${id} is ${status} in Sequence, and ${memos.length} memos in Rillet`]
    }
    return memos.flatMap(({ total, applied_amount: applied }) =>
      new Big(total.amount).eq(grossTotal) && new Big(applied.amount).eq(grossTotal)
        ? []
        : [`credit note ${id} of ${grossTotal}: ${total.amount}, ${applied.amount} set off`],
    )
  })
}
