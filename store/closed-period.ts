import { sql } from 'kysely'
import { causes } from '../domain/ids.ts'
import type { IsoDate } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { waitsFor, wakeWaiting } from './outbox.ts'
import { unreportedCauses } from './probe.ts'

type Books = { accountId: string; organizationId: string }

/** The last day that Rillet's books are closed for, if it was read within `withinMs`; undefined if not. */
export async function knownClosedUntil(
  db: Db,
  { accountId, organizationId }: Books,
  withinMs: number,
): Promise<IsoDate | null | undefined> {
  const row = await db
    .selectFrom('closed_period')
    .select('ends_on')
    .where('account_id', '=', accountId)
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`read_at > clock_timestamp() - ${`${withinMs} ms`}::interval`)
    .executeTakeFirst()
  return row?.ends_on
}

/**
 * Rillet's books were read; `read` undefined when the key may not. Where they are open again that were closed
 * before, everything that waited for a day in them is woken. Returns what counts from now on.
 */
export function saveClosedUntil(
  db: Db,
  { accountId, organizationId }: Books,
  read: IsoDate | null | undefined,
): Promise<IsoDate | null> {
  return db.transaction().execute(async (trx) => {
    const before = await trx
      .selectFrom('closed_period')
      .select('ends_on')
      .where('account_id', '=', accountId)
      .where('organization_id', '=', organizationId)
      .forUpdate()
      .executeTakeFirst()
    const closedBefore = before?.ends_on ?? null
    const endsOn = read === undefined ? closedBefore : read
    const columns = { ends_on: endsOn, read_at: sql<Date>`clock_timestamp()` }
    await trx
      .insertInto('closed_period')
      .values({ account_id: accountId, organization_id: organizationId, ...columns })
      .onConflict((conflict) =>
        conflict.columns(['account_id', 'organization_id']).doUpdateSet(columns),
      )
      .execute()
    if (closedBefore === null || (endsOn !== null && endsOn >= closedBefore)) return endsOn
    for (const cause of await unreportedCauses(trx, accountId)) {
      if (cause.startsWith(periodPrefix) && isOpenIn(cause, endsOn)) {
        await wakeWaiting(trx, accountId, cause)
      }
    }
    return endsOn
  })
}

/** A write with this date went through: whoever waits for its period need not wait any more. */
export async function wakePeriod(db: Db, accountId: string, date: IsoDate): Promise<void> {
  const cause = causes.period(date)
  if (await waitsFor(db, accountId, cause)) await wakeWaiting(db, accountId, cause)
}

const periodPrefix = causes.period('')

/** Whether any day of the cause's month, such as `period:2026-05`, lies after the end. */
const isOpenIn = (cause: string, endsOn: IsoDate | null): boolean =>
  endsOn === null || `${cause.slice(periodPrefix.length)}-31` > endsOn
