import * as z from 'zod'
import { Id, Instant, paging, plainText } from './common.ts'

export const AuditQuery = z.strictObject({
  /** Who did it, by the exact name. */
  actor: plainText(200, 1).optional(),
  /** To what it was done: an invoice’s id, say. */
  target: Id.optional(),
  ...paging,
})

export const AuditView = z
  .object({
    /** Its place in the account’s chain. */
    seq: z.string(),
    at: Instant,
    actor: z.string(),
    actorKind: z.enum(['person', 'token', 'command', 'nobody']),
    ip: z.string().nullable(),
    /** The route, as it is documented, or a command. */
    action: z.string(),
    /** The same in words. */
    what: z.string(),
    target: z.string().nullable(),
    /** `unknown`: the process ended before it answered. */
    outcome: z.enum(['done', 'refused', 'failed', 'unknown']),
    status: z.int().nullable(),
    reason: z.string().nullable(),
    /** What was before, and what is after, of what was changed; secrets never. */
    before: z.unknown(),
    after: z.unknown(),
  })
  .meta({ id: 'AuditRow' })
