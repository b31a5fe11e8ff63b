import { sql } from 'kysely'
import type { Db } from '../../../store/connect.ts'
import type { Violation } from './ledger.ts'

type Row = { id: string; number: string | null; state: string; due: string }

/**
 * Our rows at the very end, against the money that its last reading found: a write that came late, after the
 * scenario was over, leaves an invoice where it stood long ago, and nothing wakes it again. `elsewhere` holds the
 * invoices whose end is judged by who played them.
 */
export async function auditRows(db: Db, elsewhere: ReadonlySet<string>): Promise<Violation[]> {
  const { rows } = await sql<Row>`
    with stands as (
      select invoice_id as id, number, state,
        case
          when source_status = 'VOIDED' then 'voided'
          when coalesce(paid_total::numeric, 0) >= gross_total::numeric then 'paid'
          when paid_total::numeric > 0 then 'partially_paid'
          else 'synced'
        end as due
      from invoice where payment_link is null
    )
    select * from stands where state <> due
    union all
    select credit_note_id, number, state, 'synced or voided' from credit_note
    where state not in ('synced', 'voided')
    order by number
  `.execute(db)
  const judged = rows.filter(({ id }) => !elsewhere.has(id))
  return judged.map(({ id, number, state, due }) => ({
    rule: 'final state',
    what: `${number} ${id} stands at ${state}, not at ${due}, when all is over`,
    seed: null,
  }))
}
