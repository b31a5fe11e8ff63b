import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Notes how many calls of each budget counted in the last minute; the first process of a minute does. */
export async function sampleBudgets(db: Db): Promise<void> {
  await sql`
    insert into budget_sample (budget_key, minute, used)
    select budget_key, date_trunc('minute', clock_timestamp()), count(*)
    from budget_slot
    where coalesce(answered_at, granted_at) > clock_timestamp() - interval '60 s'
    group by budget_key
    on conflict (budget_key, minute) do nothing
  `.execute(db)
  await sql`delete from budget_sample where minute < clock_timestamp() - interval '8 days'`.execute(
    db,
  )
}
