import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Database } from './schema.ts'

/** What somebody did, or was refused, as JSON carries it. Secrets never stand in it. */
export type AuditEntry = {
  /** `*`: it concerns no single account. */
  accountId: string
  /** ISO 8601, UTC. */
  at: string
  actor: string
  actorId: string | null
  actorKind: 'person' | 'token' | 'command' | 'nobody'
  /** Null: not over the network. */
  ip: string | null
  /** `PATCH /api/v1/accounts/:accountId/settings`, or a command's name. */
  action: string
  /** The invoice, customer, person and so on that it was done to. */
  target: string | null
  /** The HTTP status of the answer; null when the process ended before it. */
  status: number | null
  reason: string | null
  before: unknown
  after: unknown
}

export type AuditRow = AuditEntry & { seq: string; previousHash: string; hash: string }

/** All that a row says, as one text that does not depend on the order of keys. */
export const contentOf = (entry: AuditEntry): string =>
  JSON.stringify([
    entry.accountId,
    entry.at,
    entry.actor,
    entry.actorId,
    entry.actorKind,
    entry.ip,
    entry.action,
    entry.target,
    entry.status,
    entry.reason,
    sorted(entry.before),
    sorted(entry.after),
  ])

/** As the database's function `append_audit` makes it. */
export const hashOf = (row: AuditRow): string =>
  createHash('sha256')
    .update(`${row.previousHash} ${row.seq} ${contentOf(row)}`)
    .digest('hex')

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]))
}

export const toAuditRow = (row: Selectable<Database['audit']>): AuditRow => ({
  accountId: row.account_id,
  at: row.at.toISOString(),
  actor: row.actor,
  actorId: row.actor_id,
  actorKind: row.actor_kind,
  ip: row.ip,
  action: row.action,
  target: row.target,
  status: row.status,
  reason: row.reason,
  before: row.before,
  after: row.after,
  seq: row.seq,
  previousHash: row.previous_hash,
  hash: row.hash,
})
