import { sql, type UpdateObject } from 'kysely'
import type { CustomerBase } from '../domain/customer-merge.ts'
import { causes } from '../domain/ids.ts'
import type { Db } from './connect.ts'
import { startCustomerSync } from './customer-sync.ts'
import { addEvent } from './event.ts'
import { nameColumns, type ThingNames } from './link.ts'
import { wakeWaiting } from './outbox.ts'
import type { Database } from './schema.ts'

/** A customer or product of Sequence, and who says something about it. */
export type Linking = {
  accountId: string
  kind: 'customer' | 'product'
  sourceId: string
  actor: string
}

export type PersonLink = Linking & {
  organizationId: string
  rilletId: string
  /** Customers: of their Rillet invoices; null when unknown. */
  currency: string | null
  names: ThingNames
  /** Customers: what Sequence says of it now; later edits are told from it. */
  base: CustomerBase | null
}

/** A person says which Rillet thing it is; who waited for that goes on. */
export function linkByHand(db: Db, link: PersonLink): Promise<void> {
  const columns = {
    organization_id: link.organizationId,
    rillet_id: link.rilletId,
    origin: 'person' as const,
    currency: link.currency,
    ...nameColumns(link.names),
    problem: null,
    removed_at: null,
  }
  return db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('link')
      .values({
        ...columns,
        account_id: link.accountId,
        kind: link.kind,
        source_id: link.sourceId,
      })
      .onConflict((conflict) =>
        conflict.columns(['account_id', 'kind', 'source_id']).doUpdateSet({
          ...columns,
          ...nextGeneration,
          updated_at: new Date(),
        }),
      )
      .execute()
    const { rilletId, currency, accountId, base } = link
    if (base !== null) {
      const ref = { accountId, customerId: link.sourceId }
      await startCustomerSync(transaction, ref, { rilletId, base })
    }
    await announce(transaction, link, 'linked', { rilletId, currency })
  })
}

/** Forgets the link; nothing changes in Rillet. False when there was none. */
export function unlink(db: Db, linking: Linking): Promise<boolean> {
  return change(db, linking, 'unlinked', {
    rillet_id: null,
    rillet_name: null,
    origin: null,
    currency: null,
    problem: null,
    ...nextGeneration,
  })
}

/** Says which currency the customer's Rillet invoices have; null asks Rillet each time. */
export const setLinkCurrency = (
  db: Db,
  linking: Linking,
  currency: string | null,
): Promise<boolean> => change(db, linking, 'currency_set', { currency }, { currency })

/** A thing created later is another one: its key must not be that of an earlier try. */
const nextGeneration = {
  generation: sql<number>`link.generation + 1`,
  sent_at: null,
  first_sent_at: null,
  key_first_sent_at: null,
  last_absent_at: null,
}

function change(
  db: Db,
  linking: Linking,
  what: string,
  columns: UpdateObject<Database, 'link'>,
  data: Record<string, unknown> = {},
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('link')
      .set(columns)
      .set({ updated_at: new Date() })
      .where('account_id', '=', linking.accountId)
      .where('kind', '=', linking.kind)
      .where('source_id', '=', linking.sourceId)
      .where('rillet_id', 'is not', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return false
    await announce(transaction, linking, what, data)
    return true
  })
}

async function announce(
  db: Db,
  { accountId, kind, sourceId, actor }: Linking,
  what: string,
  data: Record<string, unknown>,
): Promise<void> {
  await addEvent(db, {
    accountId,
    invoiceId: null,
    kind: `${kind}.${what}`,
    actor,
    data: { sourceId, ...data },
  })
  await wakeWaiting(db, accountId, causes[kind](sourceId))
}
