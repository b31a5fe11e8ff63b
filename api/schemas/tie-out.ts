import * as z from 'zod'
import { itemKinds } from '../../domain/tie-out-items.ts'
import { Instant } from './common.ts'

/** A calendar month. */
export const Month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month as YYYY-MM')
  .refine((month) => month >= '0001', 'must be a month from 0001-01 on')

export const MonthQuery = z.strictObject({ month: Month })

const Sum = z.object({ count: z.int(), total: z.string().describe('Exact, in major units') })

const ItemView = z
  .object({
    invoiceId: z.string(),
    number: z.string().nullable(),
    kind: z.enum(itemKinds),
    isExplained: z
      .boolean()
      .describe(
        'True when the reason is known: all kinds but `differs` and `missing`. What is `held` or `void_held` still waits for its cause or a person',
      ),
    reason: z.string().describe('The kind in words'),
    ours: z
      .string()
      .nullable()
      .describe('Sequence’s total, whatever its month; null when it is voided there'),
    oursDate: z.string().nullable().describe('Sequence’s accounting date'),
    rillet: z.string().nullable().describe('Rillet’s total; null when it is not there'),
    rilletDate: z.string().nullable().describe('Rillet’s invoice date'),
    rilletId: z.string().nullable(),
    rilletUrl: z.string().nullable(),
    amount: z.string().describe('What it adds to the difference, for this reason'),
  })
  .meta({ id: 'TieOutItem' })

export const TieOutRowView = z
  .object({
    customerId: z
      .string()
      .nullable()
      .describe('Sequence’s; null for Rillet’s customers that are linked to none'),
    customerName: z.string().nullable(),
    currency: z.string(),
    ours: Sum.describe(
      'Sequence’s invoices with an accounting date in the month; voided ones count to nothing, and credit notes on neither side',
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
    rillet: Sum.describe(
      'All of Rillet’s invoices of the customer with an invoice date in the month',
    ),
    elsewhere: Sum.describe('Those of them that did not come through this sync'),
    elsewhereInvoices: z
      .array(
        z.object({
          rilletId: z.string(),
          number: z.string(),
          date: z.string().describe('Rillet’s invoice date'),
          total: z.string(),
          url: z.string().nullable(),
        }),
      )
      .describe('The first twenty of those; none in a total'),
    difference: z.string().describe('Rillet’s total less that of synced and differing ones'),
    explained: z
      .string()
      .describe('How much of the difference the sync or a person made so, by the items'),
    unexplained: z.string().describe('The rest of the difference'),
    items: z
      .array(ItemView)
      .describe(
        'Our invoices behind the difference, the first hundred, unexplained ones first; none in a total. With all of `elsewhere` they add up to it',
      ),
    moreItems: z.int().describe('How many more there are'),
    ties: z
      .boolean()
      .describe('True when nothing is unexplained; of a total, when it is so in each of its rows'),
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
