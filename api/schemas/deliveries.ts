import * as z from 'zod'
import { AccountParams, Id, Instant, listOf, paging } from './common.ts'

const Source = z.enum(['sequence', 'rillet'])
const Status = z.enum([
  'pending',
  'handed_over',
  'ignored',
  'echo',
  'unmatched',
  'unreadable',
  'quarantined',
])

export const DeliveryParams = AccountParams.extend({
  id: z.string().regex(/^\d{1,18}$/, 'must be a delivery’s number'),
})

export const DeliveryQuery = z.strictObject({
  source: Source.optional(),
  status: Status.optional(),
  invoiceId: Id.optional(),
  ...paging,
})

const text = z.string().nullable()

export const DeliveryView = z
  .object({
    id: z.string(),
    source: Source,
    deliveryId: z.string(),
    event: z.string(),
    status: Status,
    outcome: text,
    /** True when it came long after it was signed. */
    stale: z.boolean(),
    resourceId: text,
    invoiceId: text,
    receivedAt: Instant,
    sentAt: Instant.nullable(),
    attempts: z.int(),
    lastError: text,
  })
  .meta({ id: 'Delivery' })

export const RefusalView = z.object({
  source: Source,
  reason: z.string(),
  sentence: z.string().describe('The reason in words, with what to do'),
  count: z.int(),
  lastAt: z.string(),
})

export const DeliveryList = listOf(DeliveryView).extend({
  /** Vendors that have been quiet for much longer than they usually are. */
  quiet: z.array(
    z.object({
      source: Source,
      lastAt: Instant.describe('Its last delivery'),
      usualHours: z.number().describe('So long a pause would be usual'),
    }),
  ),
  /** Of the last thirty days, by reason; nothing else of them is kept. */
  refusals: z.array(RefusalView),
  /** Wake-ups that Temporal refused five times. */
  stuckWakeUps: z.array(
    z.object({
      id: z.string(),
      invoiceId: z.string(),
      signal: z.string(),
      failures: z.int(),
      lastError: text,
      since: Instant.nullable(),
    }),
  ),
})

export const ReplayBody = z
  .strictObject({
    source: Source.optional().describe('Only those of this vendor'),
    from: Instant.describe('Received then or later'),
    to: Instant.describe('Received then or before'),
  })
  .refine(({ from, to }) => from <= to, 'must begin before it ends')

export const Replayed = z.object({ replayed: z.int() })
