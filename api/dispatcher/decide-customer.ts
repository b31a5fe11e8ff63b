import type { Db } from '../../store/connect.ts'
import type { InboxRow } from '../../store/inbox.ts'
import { findLink } from '../../store/link.ts'
import type { Decision } from './decision.ts'
import { joinCustomerHints } from './hints.ts'

/** What news of a customer sets off: nothing, unless it is linked. Its state carries no version. */
export async function decideCustomer(
  db: Db,
  { accountId }: InboxRow,
  customerId: string,
): Promise<Decision> {
  const link = await findLink(db, accountId, 'customer', customerId)
  if (link === undefined || link.rillet_id === null) {
    return { status: 'ignored', outcome: 'customer_not_linked', invoiceId: null }
  }
  const hint = { count: 1 }
  return {
    status: 'handed_over',
    invoiceId: null,
    customerId,
    hint: {
      signal: 'customerChanged',
      payload: hint,
      joined: (waiting) => joinCustomerHints(waiting, hint),
    },
  }
}
