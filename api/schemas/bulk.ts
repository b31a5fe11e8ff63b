import * as z from 'zod'
import { AccountParams, Id, Instant, paging, Reason } from './common.ts'
import { InvoiceFilter, State } from './invoices.ts'

export const BulkParams = AccountParams.extend({ bulkId: Id })
export const BulkQuery = z.strictObject(paging)
export const BulkCursor = z.tuple([z.iso.datetime({ precision: 6 }), Id])

const choice = {
  filter: InvoiceFilter.optional().describe('The same as of the list of invoices'),
  invoiceIds: z.array(Id).min(1).max(1_000).optional().describe('Each by its Sequence id'),
}
type Choice = { filter?: unknown; invoiceIds?: unknown }
const isOne = ({ filter, invoiceIds }: Choice) =>
  (filter === undefined) !== (invoiceIds === undefined)
const oneRule = 'must have either filter or invoiceIds'

export const BulkChoiceBody = z.strictObject(choice).refine(isOne, oneRule)
export const BulkBody = z.strictObject({ ...choice, reason: Reason }).refine(isOne, oneRule)

export const BulkEstimate = z
  .object({
    count: z.int(),
    isTooMany: z.boolean(),
    mostAtOnce: z.int(),
    byState: z.array(z.object({ state: State, count: z.int() })),
    amounts: z.array(z.object({ currency: z.string(), amount: z.string() })),
    /** Calls to Rillet, as far as they can be told before. */
    requests: z.int(),
    minutes: z.int(),
  })
  .meta({ id: 'BulkEstimate' })

const counts = z.object({
  pending: z.int(),
  working: z.int(),
  done: z.int(),
  held: z.int(),
  refused: z.int(),
  cancelled: z.int(),
})

export const BulkView = z
  .object({
    bulkId: z.string(),
    state: z.enum(['running', 'done', 'cancelled']),
    actor: z.string(),
    reason: z.string(),
    filter: z.record(z.string(), z.unknown()).nullable(),
    total: z.int(),
    /** By where each invoice stands now. */
    counts,
    createdAt: Instant,
    endedAt: Instant.nullable(),
  })
  .meta({ id: 'Bulk' })

export const BulkDetail = BulkView.extend({
  items: z.array(
    z.object({
      invoiceId: z.string(),
      number: z.string().nullable(),
      /** `held`: it waits for a fact or a person again; `refused`: its state allowed no retry. */
      result: z.enum(['pending', 'working', 'done', 'held', 'refused', 'cancelled']),
      state: State.nullable(),
      errorCode: z.string().nullable(),
      detail: z.string().nullable(),
      askedAt: Instant.nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
}).meta({ id: 'BulkDetail' })
