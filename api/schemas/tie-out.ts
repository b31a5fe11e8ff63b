import * as z from 'zod'
import { Instant } from './common.ts'

/** A calendar month. */
export const Month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month as YYYY-MM')
  .refine((month) => month >= '0001', 'must be a month from 0001-01 on')

export const MonthQuery = z.strictObject({ month: Month })

const Sum = z.object({ count: z.int(), total: z.string().describe('Exact, in major units') })

export const TieOutRowView = z
  .object({
    customerId: z
      .string()
      .nullable()
      .describe('Sequence’s; null for Rillet’s customers that are linked to none'),
    customerName: z.string().nullable(),
    currency: z.string(),
    ours: Sum.describe(
      'Sequence’s invoices with an accounting date in the month; voided ones count to nothing',
    ),
    parts: z
      .object({
        synced: Sum,
        waiting: Sum.describe('Being sent, tried again, or looked up'),
        blocked: Sum,
        excluded: Sum.describe('Left out, or deleted in Rillet'),
        drift: Sum.describe('In Rillet, but the two sides differ'),
      })
      .describe('What became of ours: they add up to it'),
    rillet: Sum.describe('All of Rillet’s invoices of the customer with a date in the month'),
    elsewhere: Sum.describe('Those of them that did not come through this sync'),
    elsewhereInvoices: z
      .array(z.object({ rilletId: z.string(), url: z.string().nullable() }))
      .describe('The first twenty of those; none in a total'),
    difference: z.string().describe('Rillet’s total less that of synced and differing ones'),
    ties: z.boolean().describe('True when the difference is nothing'),
  })
  .meta({ id: 'TieOutRow' })

export const TieOutView = z
  .object({
    month: z.string(),
    rows: z.array(TieOutRowView).describe('By customer and currency'),
    totals: z.array(TieOutRowView).describe('By currency'),
    rilletReadAt: Instant.nullable().describe(
      'Rillet’s whole list was last read then; single invoices may be newer. Null: never yet',
    ),
    refreshing: z.boolean().describe('True while it is being read again'),
  })
  .meta({ id: 'TieOut' })

export const TieOutRefreshed = z.object({
  started: z.boolean().describe('False when a reading is under way already'),
  rilletReadAt: Instant.nullable(),
})
