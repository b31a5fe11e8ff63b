import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { addEvent } from './event.ts'
import type { FindingKind } from './sweep-schema.ts'

export type Finding = { kind: FindingKind; invoiceId: string; rilletIds: string[] }

/**
 * Writes down what only a person can judge. What is new, or has grown, is an alert in the account's
 * timeline and in the invoice's. Returns how many are.
 */
export async function saveFindings(
  db: Db,
  accountId: string,
  findings: Finding[],
): Promise<Finding[]> {
  const alarming: Finding[] = []
  for (const finding of findings) {
    if (await saveFinding(db, accountId, finding)) alarming.push(finding)
  }
  return alarming
}

async function saveFinding(db: Db, accountId: string, finding: Finding): Promise<boolean> {
  const { kind, invoiceId, rilletIds } = finding
  const open = await db
    .selectFrom('sweep_finding')
    .select(['id', 'rillet_ids'])
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('invoice_id', '=', invoiceId)
    .where('closed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  const isNew = open === undefined || rilletIds.some((id) => !open.rillet_ids.includes(id))
  if (open === undefined) {
    await db
      .insertInto('sweep_finding')
      .values({ account_id: accountId, kind, invoice_id: invoiceId, rillet_ids: rilletIds })
      .execute()
  } else {
    await db
      .updateTable('sweep_finding')
      .set({ rillet_ids: rilletIds, last_seen_at: sql<Date>`clock_timestamp()` })
      .where('id', '=', open.id)
      .execute()
  }
  if (!isNew) return false
  for (const about of [null, invoiceId]) {
    await addEvent(db, {
      accountId,
      invoiceId: about,
      kind: `alert.${kind}`,
      actor: 'sweep',
      data: { invoiceId, rilletIds },
    })
  }
  return true
}

/** A whole list no longer shows them: they are settled. Returns how many were closed. */
export async function closeFindings(
  db: Db,
  accountId: string,
  stillOpen: { kind: FindingKind; invoiceId: string }[],
): Promise<number> {
  const still = stillOpen.map(({ kind, invoiceId }) => `${kind} ${invoiceId}`)
  const { numUpdatedRows } = await db
    .updateTable('sweep_finding')
    .set({ closed_at: sql<Date>`clock_timestamp()` })
    .where('account_id', '=', accountId)
    .where('closed_at', 'is', null)
    .where(sql<boolean>`not (kind || ' ' || invoice_id = any(${still}::text[]))`)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** What waits for a person's judgement, newest first. */
export const openFindings = (db: Db, accountId: string) =>
  db
    .selectFrom('sweep_finding')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('closed_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(500)
    .execute()
