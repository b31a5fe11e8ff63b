import type { Db } from '../../../store/connect.ts'
import type { Violation } from './ledger.ts'
import type { Acknowledged } from './recorder.ts'

/** Every delivery that was answered 2xx is in the inbox, and came to an end. */
export async function auditInbox(db: Db, acknowledged: Acknowledged[]) {
  const rows = await db
    .selectFrom('inbox')
    .select(['account_id', 'source', 'delivery_id', 'status', 'resource_id'])
    .execute()
  const links = await db
    .selectFrom('link')
    .select('rillet_id')
    .where('kind', '=', 'invoice')
    .where('rillet_id', 'is not', null)
    .execute()
  const linked = new Set(links.map(({ rillet_id }) => rillet_id))
  const stored = new Map(
    rows.map((row) => [`${row.account_id}/${row.source}/${row.delivery_id}`, row]),
  )
  const violations: Violation[] = []
  const say = (what: string) =>
    violations.push({ rule: 'no acknowledged delivery is lost', what, seed: null })
  for (const { accountId, vendor, deliveryId, label } of acknowledged) {
    const row = stored.get(`${accountId}/${vendor}/${deliveryId}`)
    const name = `${vendor} ${label} ${deliveryId}`
    if (row === undefined) say(`${name} was acknowledged and is not in the inbox`)
    else if (row.status === 'pending') say(`${name} is still waiting`)
    else if (row.status === 'unmatched' && linked.has(row.resource_id)) {
      say(`${name} counts as unmatched although its invoice is linked`)
    }
  }
  const count = (status: string) => rows.filter((row) => row.status === status).length
  return {
    violations,
    stored: rows.length,
    quarantined: count('quarantined'),
    unmatched: count('unmatched'),
  }
}
