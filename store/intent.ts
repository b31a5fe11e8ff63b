import { sql } from 'kysely'
import type { Problem, Scope } from '../domain/model.ts'
import { isLatestTry } from './begun-try.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { LinkKind, LinkRow } from './schema.ts'

/** Something of Sequence's that may exist once in one Rillet organization. */
export type Thing = {
  accountId: string
  kind: LinkKind
  sourceId: string
  organizationId: string
}

/** `raised` tells this raising of the fence from any other; null while it is down. */
export type Intent = LinkRow & { raised: string | null }

/**
 * The intent to create a thing, stored before anything is sent. A thing that belonged to another
 * organization starts anew: that link says nothing about this one.
 */
export async function openIntent(db: Db, thing: Thing): Promise<Intent> {
  return db
    .insertInto('link')
    .values({
      account_id: thing.accountId,
      kind: thing.kind,
      source_id: thing.sourceId,
      organization_id: thing.organizationId,
    })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'kind', 'source_id']).doUpdateSet((eb) => ({
        organization_id: thing.organizationId,
        generation: sql<number>`case when ${moved(eb.ref('link.organization_id'))} then link.generation + 1 else link.generation end`,
        rillet_id: keptUnlessMoved('rillet_id'),
        sent_at: keptUnlessMoved('sent_at'),
        first_sent_at: keptUnlessMoved('first_sent_at'),
        key_first_sent_at: keptUnlessMoved('key_first_sent_at'),
      })),
    )
    .returningAll()
    .returning(sql<string | null>`sent_at::text`.as('raised'))
    .executeTakeFirstOrThrow()
}

const moved = (current: unknown) => sql`${current} is distinct from excluded.organization_id`
const keptUnlessMoved = <T>(column: string) =>
  sql<T>`case when link.organization_id = excluded.organization_id then ${sql.ref(`link.${column}`)} end`

/** What is known of a create from the moment it may have been sent. */
export type Sent = {
  /** Invoices: the Rillet customer that it was sent for; it is looked for there. */
  to: string
  /** Invoices: what Rillet does with it, for all its life. */
  scope: Scope
  /** Of Sequence's document that it was made from. */
  snapshotHash: string
}

/**
 * The fence: marks the create as sent, right before it is. Returns what tells this raising from any other;
 * null when an earlier attempt may have sent already, the generation moved on, or a later try of its document has
 * begun than the one that was `scheduledAt`: then nothing may be sent.
 */
export async function raiseFence(
  db: Db,
  {
    thing,
    generation,
    scheduledAt = null,
  }: { thing: Thing; generation: number; scheduledAt?: Date | null },
  sent: Partial<Sent>,
): Promise<string | null> {
  const { accountId, sourceId } = thing
  const row = await intentOf(db, thing, generation)
    .set({
      sent_at: sql<Date>`now()`,
      first_sent_at: sql<Date>`coalesce(first_sent_at, now())`,
      key_first_sent_at: sql<Date>`coalesce(key_first_sent_at, now())`,
      last_absent_at: null,
      sent_to: sent.to ?? null,
      scope: sent.scope ?? null,
      sent_snapshot_hash: sent.snapshotHash ?? null,
      problem: null,
    })
    .where('sent_at', 'is', null)
    .where('rillet_id', 'is', null)
    .where(isLatestTry({ accountId, documentId: sourceId }, scheduledAt))
    .returning(sql<string>`sent_at::text`.as('raised'))
    .executeTakeFirst()
  return row?.raised ?? null
}

/** Whether the fence is up as this attempt raised it: nobody has looked, given up or sent since. */
export async function isStillRaised(db: Db, thing: Thing, raised: string): Promise<boolean> {
  const row = await db
    .selectFrom('link')
    .select('generation')
    .where('account_id', '=', thing.accountId)
    .where('kind', '=', thing.kind)
    .where('source_id', '=', thing.sourceId)
    .where('rillet_id', 'is', null)
    .where('last_absent_at', 'is', null)
    .where('sent_at', '=', raisedAt(raised))
    .executeTakeFirst()
  return row !== undefined
}

/**
 * The create surely made nothing: the same key may be used again, and was never used if this was its first time.
 * Only as this attempt raised it: by now it may be up for another one.
 */
export async function lowerFence(
  db: Db,
  thing: Thing,
  generation: number,
  raised: string,
): Promise<void> {
  await intentOf(db, thing, generation)
    .set({
      sent_at: null,
      last_absent_at: null,
      key_first_sent_at: sql<Date>`nullif(key_first_sent_at, sent_at)`,
    })
    .where('sent_at', '=', raisedAt(raised))
    .execute()
}

/** As text it keeps its microseconds. */
const raisedAt = (raised: string) => sql<Date>`${raised}::timestamptz`

const isAsRaised = (raised: string | null) =>
  raised === null ? sql<boolean>`sent_at is null` : sql<boolean>`sent_at = ${raisedAt(raised)}`

/**
 * It was looked for in vain for the last time, as it was raised: it may be sent again, with the same key. False
 * when another attempt has looked, given up or sent since.
 */
export async function giveUp(
  db: Db,
  thing: Thing,
  generation: number,
  raised: string,
): Promise<boolean> {
  const { numUpdatedRows } = await intentOf(db, thing, generation)
    .set({ sent_at: null, last_absent_at: null })
    .where(isAsRaised(raised))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/**
 * What was tried under this generation's key is over: the next attempt has a key of its own. Only as it was
 * `raised`, null while the fence was down; false when another attempt has moved it since.
 */
export async function nextGeneration(
  db: Db,
  thing: Thing,
  { generation, raised, problem = null }: Over,
): Promise<boolean> {
  const { numUpdatedRows } = await intentOf(db, thing, generation)
    .set({
      generation: generation + 1,
      sent_at: null,
      key_first_sent_at: null,
      last_absent_at: null,
      scope: null,
      sent_snapshot_hash: null,
      problem: problem === null ? null : toJson(problem),
    })
    .where(isAsRaised(raised))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export type Over = { generation: number; raised: string | null; problem?: Problem | null }

/** Under a key that Rillet may have forgotten something may have been made: it is to be looked for again. */
export async function doubtAgain(db: Db, thing: Thing, generation: number): Promise<void> {
  await intentOf(db, thing, generation)
    .set({ sent_at: sql<Date>`key_first_sent_at`, last_absent_at: null })
    .where('sent_at', 'is', null)
    .where('rillet_id', 'is', null)
    .execute()
}

/**
 * It was refused under a key that was sent before: the refusal says nothing of what that made, which is to be looked
 * for, and the next attempt has a key of its own. False, and nothing is changed, when this was the key's first time.
 */
export async function doubtUsedKey(
  db: Db,
  thing: Thing,
  generation: number,
  raised: string,
): Promise<boolean> {
  const { numUpdatedRows } = await intentOf(db, thing, generation)
    .set({
      generation: generation + 1,
      sent_at: sql<Date>`key_first_sent_at`,
      key_first_sent_at: null,
      last_absent_at: null,
    })
    .where(isAsRaised(raised))
    .where(sql<boolean>`key_first_sent_at < sent_at`)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** A look-up found nothing; remembered, because only the second one, later, counts. */
export async function recordAbsence(
  db: Db,
  thing: Thing,
  generation: number,
  raised: string,
): Promise<void> {
  await intentOf(db, thing, generation)
    .set({ last_absent_at: sql<Date>`coalesce(last_absent_at, now())` })
    .where(isAsRaised(raised))
    .execute()
}

const intentOf = (db: Db, thing: Thing, generation: number) =>
  db
    .updateTable('link')
    .set({ updated_at: sql<Date>`now()` })
    .where('account_id', '=', thing.accountId)
    .where('kind', '=', thing.kind)
    .where('source_id', '=', thing.sourceId)
    .where('organization_id', '=', thing.organizationId)
    .where('generation', '=', generation)
