import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './connect.ts'

const mostAMinute = 5

/**
 * Counts a try to sign in as somebody from a network, over all processes. Returns how many seconds to
 * wait when it is one too many; of tries at the same moment no more than allowed are let through.
 */
export async function countTry(db: Db, name: string, network: string): Promise<number | null> {
  const key = createHash('sha256').update(`${name.toLowerCase()}\n${network}`).digest('hex')
  await db.deleteFrom('sign_in_try').where('at', '<', minuteAgo).execute()
  await db.insertInto('sign_in_try').values({ key }).execute()
  const { rows } = await sql<{ tries: number; wait: number }>`
    select count(*)::int as tries,
      ceil(extract(epoch from min(at) + interval '1 minute' - clock_timestamp()))::int as wait
    from sign_in_try where key = ${key} and at > ${minuteAgo}`.execute(db)
  const [{ tries, wait } = { tries: 0, wait: 0 }] = rows
  return tries > mostAMinute ? Math.max(1, wait) : null
}

const minuteAgo = sql<Date>`clock_timestamp() - interval '1 minute'`
