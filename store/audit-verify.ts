import { type AuditRow, hashOf, toAuditRow } from './audit-chain.ts'
import type { Db } from './connect.ts'

const pageSize = 1_000

/** The end of a chain, to be noted elsewhere: a chain that is cut or made anew no longer holds it. */
export type Anchor = { accountId: string; seq: string; hash: string }

export type Verified = { anchor: Anchor } | { broken: string }

/** Every account that has a trail, `*` among them. */
export async function auditedAccounts(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('audit')
    .select('account_id')
    .distinct()
    .orderBy('account_id')
    .execute()
  return rows.map((row) => row.account_id)
}

/** Follows an account's chain from its first row, and names the first that is not as it was written. */
export async function verifyAudit(
  db: Db,
  accountId: string,
  anchors: readonly Anchor[] = [],
): Promise<Verified> {
  const noted = new Map(anchors.map((one) => [one.seq, one.hash]))
  let last = { seq: '0', hash: '' }
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('seq', '>', last.seq)
      .orderBy('seq')
      .limit(pageSize)
      .execute()
    for (const row of rows.map(toAuditRow)) {
      const broken = whatBreaks(last, row, noted)
      if (broken !== null) return { broken }
      noted.delete(row.seq)
      last = row
    }
    if (rows.length < pageSize) break
  }
  const [missing] = noted.keys()
  if (missing !== undefined) return { broken: `row ${missing}, noted before, is missing` }
  return { anchor: { accountId, ...last } }
}

function whatBreaks(
  last: { seq: string; hash: string },
  row: AuditRow,
  noted: Map<string, string>,
): string | null {
  const expected = String(BigInt(last.seq) + 1n)
  if (row.seq !== expected) return `row ${expected} is missing`
  if (hashOf(row) !== row.hash) return `row ${row.seq} was changed`
  if (row.previousHash !== last.hash) return `row ${row.seq} does not follow row ${last.seq}`
  const before = noted.get(row.seq)
  if (before !== undefined && before !== row.hash) {
    return `row ${row.seq} is another than the one noted before`
  }
  return null
}
