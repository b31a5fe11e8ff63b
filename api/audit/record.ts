import type { FastifyInstance, FastifyRequest } from 'fastify'
import { everyAccount } from '../../domain/roles.ts'
import { appendAudit, beginAudit } from '../../store/audit.ts'
import type { AuditEntry } from '../../store/audit-chain.ts'
import type { Db } from '../../store/connect.ts'
import { isSafe } from '../auth/same-origin.ts'

/** What a route adds to its row of the audit trail. Secrets never. */
export type AuditNotes = {
  /** Whose trail, where the path names no account. */
  accountId?: string
  /** To what it was done, where the path does not say so. */
  target?: string
  before?: unknown
  after?: unknown
  /** Who tried, where nobody is signed in. */
  actor?: string
  /** A refusal before the route ran is recorded too. */
  always?: boolean
}

declare module 'fastify' {
  interface FastifyRequest {
    audit: AuditNotes & { begun?: string; at?: string }
  }
}

export function note(request: FastifyRequest, notes: AuditNotes): void {
  request.audit = { ...request.audit, ...notes }
}

/** Notes the fields that differ, as they were and as they are. */
export function noteChange(request: FastifyRequest, before: object, after: object): void {
  const was = new Map(Object.entries(before))
  const differs = (name: string, value: unknown) =>
    JSON.stringify(was.get(name)) !== JSON.stringify(value)
  const changed = Object.entries(after).filter(([name, value]) => differs(name, value))
  note(request, {
    before: Object.fromEntries(changed.map(([name]) => [name, was.get(name) ?? null])),
    after: Object.fromEntries(changed),
  })
}

/**
 * Every request that changes something gets a row in the audit trail before it is answered, and is
 * refused while none can be written; so does one that was forbidden.
 */
export function recordWrites(app: FastifyInstance, db: Db): void {
  app.addHook('preHandler', async (request) => {
    if (isSafe(request.method)) return
    request.audit.begun = await beginAudit(db, entryOf(request, null))
  })
  app.addHook('onSend', async (request, { statusCode }, payload) => {
    const { begun = null, always = false } = request.audit
    const isForbidden = statusCode === 403 && !isSafe(request.method)
    if (begun === null && !isForbidden && !always) return payload
    // What began is in the trail in any case; the answer to what was done must not be lost.
    await appendAudit(db, entryOf(request, statusCode), begun).catch((error: unknown) =>
      request.log.error({ err: error }, 'audit row not written'),
    )
    return payload
  })
}

function entryOf(request: FastifyRequest, status: number | null): AuditEntry {
  const { operator, audit, body, ip } = request
  const { accountId = everyAccount, ...ids } = textsOf(request.params)
  const { reason = null } = textsOf(body)
  return {
    accountId: audit.accountId ?? accountId,
    at: audit.at ?? new Date().toISOString(),
    actor: operator?.name ?? audit.actor ?? 'nobody',
    actorId: operator?.id ?? null,
    actorKind: operator?.kind ?? 'nobody',
    ip,
    action: `${request.method} ${request.routeOptions.url ?? ''}`,
    target: audit.target ?? (Object.values(ids).join(' ') || null),
    status,
    reason,
    before: audit.before ?? null,
    after: audit.after ?? told(body),
  }
}

/** What of a body says more than the path, and is no secret. */
const tellable = new Set(['rilletId', 'currency', 'found', 'filter', 'from', 'to', 'startDate'])

function told(body: unknown): Record<string, unknown> | null {
  if (typeof body !== 'object' || body === null) return null
  const kept = Object.entries(body).filter(([key]) => tellable.has(key))
  return kept.length === 0 ? null : Object.fromEntries(kept)
}

/** The texts of an object of unknown form, by name. */
function textsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {}
  const texts = Object.entries(value).filter(([, text]) => typeof text === 'string')
  return Object.fromEntries(texts)
}
