import * as z from 'zod'
import { Instant } from './common.ts'
import { ErrorClassCount } from './overview.ts'

export const ActivityQuery = z.strictObject({
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 7)
    .default(24),
})

export const ActivityView = z
  .object({
    lag: z
      .object({
        oldestUnsyncedAt: Instant.nullable().describe(
          'Since when the longest waiting, blocked or doubtful invoice is not in Rillet',
        ),
        minutes: z.int().nullable().describe('The same in minutes; null when all are in Rillet'),
      })
      .describe('How far the sync is behind'),
    hours: z
      .array(
        z.object({
          at: Instant.describe('When the hour begins'),
          arrived: z.int().describe('Invoices seen for the first time'),
          synced: z.int().describe('Invoices that came to Rillet'),
          slowestMinutes: z
            .number()
            .nullable()
            .describe('From the first sight of an invoice until it was in Rillet, at most'),
        }),
      )
      .describe('The last hours, the oldest first'),
    budget: z
      .object({
        used: z.int().describe('Calls to Rillet in the last minute, over all accounts'),
        cap: z.int().describe('Calls in any minute that are allowed'),
        pausedUntil: Instant.nullable().describe('Rillet asked for a pause until then'),
        hours: z
          .array(z.object({ at: Instant, most: z.int() }))
          .describe('The most calls in a minute of each hour, the oldest first'),
      })
      .nullable()
      .describe('Null before Rillet is connected'),
    failures: z
      .array(ErrorClassCount)
      .describe('Invoices held back or failing now, by error class'),
  })
  .meta({ id: 'Activity' })
