import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { causes } from '../domain/ids.ts'
import type { Db } from './connect.ts'
import { addEvent } from './event.ts'
import { wakeWaiting } from './outbox.ts'

/** What one invoice found broken for all of its account: nobody tries in vain until it is mended. */
export type Breaker = 'rillet_key' | 'sequence_key' | 'setup'

/** Tells stored credentials, sealed as they are, from those that take their place. */
export const credentialOf = (sealed: string): string =>
  createHash('sha256').update(sealed).digest('hex')

/**
 * Opens a breaker. The first to find it leaves the one alert in the account's timeline. False when others have
 * taken the place of the refused `credential` (null: not known which): what they are good for is not known.
 */
export async function openBreaker(
  db: Db,
  accountId: string,
  breaker: Breaker,
  credential: string | null,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    if (credential !== null && !(await isStored(trx, accountId, { breaker, credential })))
      return false
    const { numUpdatedRows } = await trx
      .updateTable('connection')
      .set({ updated_at: sql<Date>`now()`, ...opened[breaker] })
      .where('account_id', '=', accountId)
      .where(sql<boolean>`not (${sql.raw(isOpen[breaker])})`)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) {
      await addEvent(trx, { accountId, invoiceId: null, kind: `alert.${breaker}`, actor: 'sync' })
    }
    return true
  })
}

type Refused = { breaker: Breaker; credential: string }

async function isStored(db: Db, accountId: string, { breaker, credential }: Refused) {
  const sealed = breaker === 'sequence_key' ? 'sequence_client_secret' : 'rillet_api_key'
  const row = await db
    .selectFrom('connection')
    .select(sealed)
    .where('account_id', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  const stored = row?.[sealed] ?? null
  return stored !== null && credentialOf(stored) === credential
}

/**
 * A call went through: what counted as broken is not, and all that waited for it go on. Costs one
 * read where nothing was broken. Call it in the transaction that records the success.
 */
export async function closeBreakers(db: Db, accountId: string, breakers: Breaker[]): Promise<void> {
  for (const breaker of breakers) {
    const { numUpdatedRows } = await db
      .updateTable('connection')
      .set({ updated_at: sql<Date>`now()`, ...closed[breaker] })
      .where('account_id', '=', accountId)
      .where(sql<boolean>`${sql.raw(isOpen[breaker])}`)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) await wakeWaiting(db, accountId, causeOf[breaker])
  }
}

const isOpen: Record<Breaker, string> = {
  rillet_key: `rillet_status = 'key_refused'`,
  sequence_key: `sequence_status = 'key_refused'`,
  setup: 'setup_missing_since is not null',
}

const opened = {
  rillet_key: { rillet_status: 'key_refused' },
  sequence_key: { sequence_status: 'key_refused' },
  setup: { setup_missing_since: sql<Date>`now()`, setup_probe_due_at: sql<Date>`now()` },
} as const

const closed = {
  rillet_key: { rillet_status: 'ready' },
  sequence_key: { sequence_status: 'ready' },
  setup: { setup_missing_since: null, setup_probe_due_at: null },
} as const

const causeOf: Record<Breaker, string> = {
  rillet_key: causes.key,
  sequence_key: causes.sequence,
  setup: causes.setup,
}
