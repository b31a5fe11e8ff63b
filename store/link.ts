import { sql } from 'kysely'
import type { Accepted, BookedOn } from '../domain/decision/situation.ts'
import type { RemoteDetail } from '../domain/detail.ts'
import type { CustomerLink, Problem, ProductLink, Scope } from '../domain/model.ts'
import type { Db } from './connect.ts'
import type { Thing } from './intent.ts'
import { plainText, toJson } from './json.ts'
import type { LinkKind, LinkRow, RemoteInvoiceState } from './schema.ts'

/** The link or intent of one thing, whatever organization it belongs to. */
export function findLink(
  db: Db,
  accountId: string,
  kind: LinkKind,
  sourceId: string,
): Promise<LinkRow | undefined> {
  return db
    .selectFrom('link')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('source_id', '=', sourceId)
    .executeTakeFirst()
}

/** The scope that an invoice was, or may have been, created with: from then on no other counts. */
export const bookedScope = (link: LinkRow | undefined): Scope | null =>
  link !== undefined && (link.rillet_id !== null || link.sent_at !== null) ? link.scope : null

export type MadeLink = {
  rilletId: string
  origin: 'created' | 'adopted' | 'person'
  remoteVersion: Date | null
  remoteState: RemoteInvoiceState | null
  remoteDetail?: RemoteDetail
  verified: boolean
  /** Customers, products: what each system calls it. */
  names?: ThingNames
  /** Invoices: what it was created with; what the create itself remembered stays. */
  scope?: Scope
  snapshotHash?: string
}

export type ThingNames = { source: string; rillet: string }

/**
 * The thing exists in Rillet. False when it is linked to something else by now: a person did that while
 * it was being created, and the person's link stays. Throws on a document that is already another's.
 */
export async function completeLink(db: Db, thing: Thing, made: MadeLink): Promise<boolean> {
  const row = await linkOf(db, thing)
    .set({
      rillet_id: made.rilletId,
      origin: made.origin,
      problem: null,
      removed_at: null,
      last_absent_at: null,
      remote_version: made.remoteVersion,
      remote_state: made.remoteState === null ? null : toJson(made.remoteState),
      remote_detail: made.remoteDetail === undefined ? null : toJson(made.remoteDetail),
      verified_at: made.verified ? sql<Date>`now()` : null,
      ...(made.names === undefined ? {} : nameColumns(made.names)),
      scope: sql<Scope>`coalesce(scope, ${made.scope ?? null})`,
      sent_snapshot_hash: sql<string>`coalesce(sent_snapshot_hash, ${made.snapshotHash ?? null})`,
    })
    .where('organization_id', '=', thing.organizationId)
    .where((eb) => eb.or([eb('rillet_id', 'is', null), eb('rillet_id', '=', made.rilletId)]))
    .returning('source_id')
    .executeTakeFirst()
  return row !== undefined
}

export const nameColumns = ({ source, rillet }: ThingNames) => ({
  source_name: plainText(source),
  rillet_name: plainText(rillet),
})

/** What Rillet's document says now, after it was read and found right. */
export async function updateRemoteState(
  db: Db,
  thing: Thing,
  remote: { version: Date | null; state: RemoteInvoiceState; detail: RemoteDetail },
): Promise<void> {
  await linkOf(db, thing)
    .set({
      remote_version: remote.version,
      remote_state: toJson(remote.state),
      remote_detail: toJson(remote.detail),
      verified_at: sql<Date>`now()`,
    })
    .execute()
}

/** Rillet's document says this source by now, line by line. */
export async function saveSentSource(db: Db, thing: Thing, snapshotHash: string): Promise<void> {
  await linkOf(db, thing).set({ sent_snapshot_hash: snapshotHash }).execute()
}

/** The first look at the lines of an invoice that was linked before they were kept. */
export async function saveRemoteDetail(
  db: Db,
  link: Pick<LinkRow, 'account_id' | 'kind' | 'source_id'>,
  detail: RemoteDetail,
): Promise<void> {
  await db
    .updateTable('link')
    .set({ remote_detail: toJson(detail) })
    .where('account_id', '=', link.account_id)
    .where('kind', '=', link.kind)
    .where('source_id', '=', link.source_id)
    .where('remote_detail', 'is', null)
    .execute()
}

/**
 * This one was deleted in Rillet: its id (null: found, not linked) is forgotten here, the timeline keeps it, and a
 * wanted next one has its own key. False when another one is linked by now: whoever was held up since it saw the
 * deletion changes nothing.
 */
export async function dropLink(db: Db, thing: Thing, rilletId: string | null): Promise<boolean> {
  const { numUpdatedRows } = await linkOf(db, thing)
    .set({
      rillet_id: null,
      sent_at: null,
      first_sent_at: null,
      key_first_sent_at: null,
      generation: sql<number>`generation + 1`,
      remote_version: null,
      remote_state: null,
      remote_detail: null,
      verified_at: null,
      accepted: null,
      scope: null,
      sent_snapshot_hash: null,
      removed_at: sql<Date>`now()`,
    })
    .where('rillet_id', 'is not distinct from', rilletId)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** A person accepts what Rillet says as it is, for as long as Sequence says what it says now. */
export async function acceptRemoteState(
  db: Db,
  thing: Thing,
  accepted: Accepted,
  remote: { version: Date; state: RemoteInvoiceState; detail: RemoteDetail },
): Promise<void> {
  await linkOf(db, thing)
    .set({
      accepted: toJson(accepted),
      remote_version: remote.version,
      remote_state: toJson(remote.state),
      remote_detail: toJson(remote.detail),
    })
    .execute()
}

/** The day on which an invoice is booked instead of its own; null: its own. */
export async function saveBookedOn(db: Db, thing: Thing, bookedOn: BookedOn | null): Promise<void> {
  await linkOf(db, thing)
    .set({ booked_for: bookedOn?.for ?? null, booked_on: bookedOn?.on ?? null })
    .execute()
}

const linkOf = (db: Db, thing: Thing) =>
  db
    .updateTable('link')
    .set({ updated_at: sql<Date>`now()` })
    .where('account_id', '=', thing.accountId)
    .where('kind', '=', thing.kind)
    .where('source_id', '=', thing.sourceId)

/** The Sequence document that a Rillet one is linked to, in any account; null when none is. */
export async function ownerOf(
  db: Db,
  { organizationId, kind }: Pick<Thing, 'organizationId' | 'kind'>,
  rilletId: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('link')
    .select('source_id')
    .where('organization_id', '=', organizationId)
    .where('kind', '=', kind)
    .where('rillet_id', '=', rilletId)
    .executeTakeFirst()
  return row?.source_id ?? null
}

/** The customer's link in this organization. */
export async function customerLink(
  db: Db,
  accountId: string,
  organizationId: string,
  customerId: string,
): Promise<CustomerLink | null> {
  const row = await findLink(db, accountId, 'customer', customerId)
  if (row === undefined || row.rillet_id === null) return null
  return row.organization_id === organizationId
    ? { rilletId: row.rillet_id, currency: row.currency, problem: row.problem }
    : null
}

/** Links and refused tries of these products in this organization, by Sequence product id. */
export async function productLinks(
  db: Db,
  accountId: string,
  organizationId: string,
  productIds: string[],
): Promise<Record<string, ProductLink>> {
  if (productIds.length === 0) return {}
  const rows = await db
    .selectFrom('link')
    .select(['source_id', 'rillet_id', 'problem'])
    .where('account_id', '=', accountId)
    .where('kind', '=', 'product')
    .where('organization_id', '=', organizationId)
    .where('source_id', 'in', productIds)
    .execute()
  return Object.fromEntries(
    rows.map((row) => [row.source_id, { rilletId: row.rillet_id, problem: row.problem }]),
  )
}

/** Why the last try to create it ended; all who need the thing read it there. */
export async function saveProblem(
  db: Db,
  link: Pick<LinkRow, 'account_id' | 'kind' | 'source_id'>,
  problem: Problem,
): Promise<void> {
  await db
    .updateTable('link')
    .set({ problem: toJson(problem), updated_at: sql<Date>`now()` })
    .where('account_id', '=', link.account_id)
    .where('kind', '=', link.kind)
    .where('source_id', '=', link.source_id)
    .where('rillet_id', 'is', null)
    .execute()
}
