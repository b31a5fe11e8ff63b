import { sql } from 'kysely'
import type { CustomerBase } from '../domain/customer-merge.ts'
import { causes } from '../domain/ids.ts'
import type { Problem } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { addEvent } from './event.ts'
import { plainText, toJson } from './json.ts'
import { notifyDispatchers, wakeWaiting } from './outbox.ts'
import type { CustomerSyncRow } from './sweep-schema.ts'

export type CustomerRef = { accountId: string; customerId: string }

export const findCustomerSync = (
  db: Db,
  { accountId, customerId }: CustomerRef,
): Promise<CustomerSyncRow | undefined> =>
  db
    .selectFrom('customer_sync')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()

/** How these customers stand, by Sequence id. */
export async function customerSyncs(
  db: Db,
  accountId: string,
  customerIds: string[],
): Promise<Map<string, CustomerSyncRow>> {
  if (customerIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('customer_sync')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('customer_id', 'in', customerIds)
    .execute()
  return new Map(rows.map((row) => [row.customer_id, row]))
}

/** The customer is linked: what Sequence says of it now is where later changes are told from. */
export async function startCustomerSync(
  db: Db,
  ref: CustomerRef,
  { rilletId, base }: { rilletId: string; base: CustomerBase },
): Promise<void> {
  const columns = {
    rillet_id: rilletId,
    base: toJson(base),
    ...untroubled,
    state: 'in_sync',
    absent_at: null,
  } as const
  await upsert(db, ref, columns)
}

const untroubled = { problem: null, error_text: null, next_try_at: null, warnings: '[]' } as const

export type Carried = {
  rilletId: string
  base: CustomerBase
  warnings: string[]
  archived: boolean
  /** Fields that were written to Rillet; empty when nothing differed. */
  written: string[]
  overwritten: string[]
  /** Rillet was asked, and has it. */
  isThere: boolean
}

/** Rillet says of the customer what Sequence does. */
export async function saveCarried(db: Db, ref: CustomerRef, carried: Carried): Promise<void> {
  const { rilletId, base, warnings, archived, written, overwritten, isThere } = carried
  await db.transaction().execute(async (trx) => {
    await upsert(trx, ref, {
      rillet_id: rilletId,
      base: toJson(base),
      ...untroubled,
      warnings: toJson(warnings),
      state: 'in_sync',
      archived,
      checked_at: sql<Date>`clock_timestamp()`,
      ...(isThere ? { absent_at: null } : {}),
      ...(written.length === 0
        ? {}
        : {
            written_at: sql<Date>`clock_timestamp()`,
            written_fields: written,
            overwritten_fields: overwritten,
          }),
    })
    if (written.length === 0) return
    await addEvent(trx, {
      accountId: ref.accountId,
      invoiceId: null,
      kind: 'customer.updated',
      actor: 'sync',
      data: { sourceId: ref.customerId, rilletId, fields: written, overwritten },
    })
  })
}

/** Only a person can mend it. With `gone`, invoices of the customer are held back too. */
export async function saveCustomerProblem(
  db: Db,
  ref: CustomerRef,
  { rilletId, problem, gone }: { rilletId: string; problem: Problem; gone: boolean },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await upsert(trx, ref, {
      rillet_id: rilletId,
      ...untroubled,
      state: 'problem',
      problem: toJson(problem),
      checked_at: sql<Date>`clock_timestamp()`,
      ...(gone ? { absent_at: null } : {}),
    })
    if (!gone) return
    const { numUpdatedRows } = await trx
      .updateTable('link')
      .set({ problem: toJson(problem), updated_at: sql<Date>`now()` })
      .where('account_id', '=', ref.accountId)
      .where('kind', '=', 'customer')
      .where('source_id', '=', ref.customerId)
      .where('rillet_id', '=', rilletId)
      .where('problem', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return
    const { accountId, customerId } = ref
    const data = { sourceId: customerId, rilletId }
    await addEvent(trx, {
      accountId,
      invoiceId: null,
      kind: 'customer.gone',
      actor: 'rillet',
      data,
    })
    await wakeWaiting(trx, accountId, causes.customer(customerId))
  })
}

/** A try failed and another one will come. */
export const saveCustomerTrouble = (
  db: Db,
  ref: CustomerRef,
  { rilletId, text, nextTryAt }: { rilletId: string; text: string; nextTryAt: Date },
): Promise<void> =>
  upsert(db, ref, {
    rillet_id: rilletId,
    state: 'waiting',
    error_text: plainText(text),
    next_try_at: nextTryAt,
  })

type Columns = Parameters<ReturnType<typeof insertion>['values']>[0]
type Changed = Omit<Extract<Columns, { rillet_id: unknown }>, 'account_id' | 'customer_id'>

const insertion = (db: Db) => db.insertInto('customer_sync')

async function upsert(db: Db, { accountId, customerId }: CustomerRef, columns: Changed) {
  await insertion(db)
    .values({ account_id: accountId, customer_id: customerId, ...columns })
    .onConflict((conflict) => conflict.columns(['account_id', 'customer_id']).doUpdateSet(columns))
    .execute()
}

/** Has a customer looked at by its run, in the caller's transaction if it is given one. */
export async function wakeCustomer(db: Db, { accountId, customerId }: CustomerRef): Promise<void> {
  await db
    .insertInto('outbox')
    .values({
      account_id: accountId,
      invoice_id: customerId,
      signal: 'customerChanged',
      payload: toJson({ count: 1 }),
    })
    .execute()
  await notifyDispatchers(db)
}
