import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { type AuditEntry, type AuditRow, contentOf, toAuditRow } from './audit-chain.ts'
import type { Db } from './connect.ts'
import { type Listed, toPage } from './cursor.ts'
import { plainText, toJson } from './json.ts'

/** Appends to the account's chain; `begun` ends what `beginAudit` began. */
export async function appendAudit(
  db: Db,
  given: AuditEntry,
  begun: string | null = null,
): Promise<void> {
  const entry = storable(given)
  const appended: RawBuilder<unknown> = sql`
    select append_audit(${JSON.stringify(entry)}::jsonb, ${contentOf(entry)}, ${begun}::uuid)`
  await appended.execute(db)
}

/** Notes what is about to be done: should the process end meanwhile, the trail still says that it began. */
export async function beginAudit(db: Db, entry: AuditEntry): Promise<string> {
  const id = randomUUID()
  const begun = JSON.stringify(storable(entry))
  await db.insertInto('audit_begun').values({ id, entry: begun }).execute()
  return id
}

/** Appends what began long ago and was never answered, without a status: its process ended. */
export async function appendAbandoned(db: Db): Promise<void> {
  const rows = await db
    .selectFrom('audit_begun')
    .select(['id', 'entry'])
    .where('at', '<', sql<Date>`clock_timestamp() - interval '5 minutes'`)
    .orderBy('at')
    .limit(100)
    .execute()
  for (const { id, entry } of rows) {
    await db.transaction().execute(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('audit_begun')
        .where('id', '=', id)
        .executeTakeFirst()
      if (numDeletedRows === 1n) await appendAudit(transaction, entry)
    })
  }
}

export type AuditFilter = { actor?: string | undefined; target?: string | undefined }
type Page = { limit: number; after: [string] | null }

/** A page of an account's trail, the latest first. */
export async function listAudit(
  db: Db,
  accountId: string,
  { actor, target }: AuditFilter,
  { limit, after }: Page,
): Promise<Listed<AuditRow>> {
  let query = db.selectFrom('audit').selectAll().where('account_id', '=', accountId)
  if (actor !== undefined) query = query.where('actor', '=', actor)
  if (target !== undefined) query = query.where('target', '=', target)
  if (after !== null) query = query.where('seq', '<', after[0])
  const rows = await query
    .orderBy('seq', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(rows.map(toAuditRow), limit, ({ seq }) => [seq])
}

/** As Postgres gives it back, so that its hash can be made again from the row. */
const storable = (entry: AuditEntry): AuditEntry => ({
  ...entry,
  actor: plainText(entry.actor),
  target: entry.target === null ? null : plainText(entry.target),
  reason: entry.reason === null ? null : plainText(entry.reason),
  before: json(entry.before),
  after: json(entry.after),
})

const json = (value: unknown): unknown => JSON.parse(toJson(value ?? null))
