import type { Json } from '../../support/http.ts'
import { differs } from '../money.ts'
import type { Rule } from './ledger.ts'
import { refersTo } from './references.ts'

/** A credit note of Sequence is one credit memo in Rillet, to the cent, set off against its invoice once. */
export function auditCredit(rillet: Json, note: Json, booked: Json): [Rule, string][] {
  const memos = rillet.organizations.flatMap(({ creditMemos }: Json) =>
    creditMemos.filter((memo: Json) => refersTo(memo, note.id)),
  )
  if (memos.length !== 1) {
    return [['one live invoice', `credit note ${note.id} is ${memos.length} times in Rillet`]]
  }
  const [{ total, applications }] = memos
  const found: [Rule, string][] = []
  const amounts = [total, ...applications.map(({ amount }: Json) => amount)]
  for (const { amount } of amounts) {
    if (differs(note.grossTotal, amount, note.currency)) {
      found.push(['no wrong cent', `credit note ${note.id}: ${note.grossTotal} became ${amount}`])
    }
  }
  const against = applications.map(({ invoice_id }: Json) => invoice_id).join(', ')
  if (against !== booked.id) {
    found.push([
      'no wrong cent',
      `credit note ${note.id} was set off against ${against || 'nothing'}`,
    ])
  }
  return found
}
