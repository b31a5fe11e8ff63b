import * as z from 'zod'
import { stepStates, steps } from '../../domain/shown-steps.ts'
import { Instant } from './common.ts'

const text = z.string().nullable()
const Period = z.object({ start: z.string(), end: z.string() })

export const StepView = z
  .object({
    step: z.enum(steps),
    title: z.string().describe('The step in words'),
    state: z
      .enum(stepStates)
      .describe(
        '`ahead`: not reached; `left_out`: not taken, because it is not synced; `undone`: not in Rillet any more',
      ),
  })
  .meta({ id: 'InvoiceStep' })

export const SideView = z
  .object({
    readAt: Instant.describe('When it was read: it is as it was then'),
    status: text.describe('The system’s own word'),
    url: text.describe('Its page in that system, if the settings say how its address is made'),
  })
  .meta({ id: 'InvoiceSide' })

export const FieldView = z
  .object({
    field: z.string().describe('In words: “Invoice date”, “Net”'),
    kind: z.enum(['text', 'date', 'money']).describe('How the two are to be shown'),
    sequence: text,
    rillet: text,
    agrees: z
      .boolean()
      .nullable()
      .describe('By value; null when one side is not there, or they need not agree'),
  })
  .meta({ id: 'ComparedField' })

const LineSide = z.object({
  id: z.string(),
  title: z.string(),
  productId: text,
  productName: text.describe('Known for linked products'),
  net: z.string(),
  tax: z.string(),
  servicePeriod: Period.nullable().describe('Inclusive'),
})

export const LineView = z
  .object({
    number: z.int().describe('Counts from 1'),
    sequence: LineSide.extend({
      group: text.describe('The title of its group on the invoice'),
      description: text,
      quantity: z.string(),
      gross: z.string(),
      taxRate: z.string().describe('A fraction: 0.2 is 20 %'),
      taxCategoryId: text,
      taxCode: text.describe('Rillet’s tax code that the tax table gives for it now; null is none'),
      rilletProductId: text.describe('The Rillet product that the sync takes for it now'),
    }).nullable(),
    rillet: LineSide.nullable(),
    agrees: z
      .boolean()
      .nullable()
      .describe('Net amount, product and period; null when one side is not there'),
  })
  .meta({ id: 'ComparedLine' })

/** Both systems’ figures beside one another. */
export const SidesView = {
  steps: z.array(StepView).describe('The five steps of the sync, with where each stands'),
  next: text.describe('What happens next by itself, in words; null when nothing does'),
  customerUrl: text.describe('The customer’s page in Rillet'),
  sequenceUrl: text.describe('The invoice’s page in Sequence'),
  sequence: SideView.nullable().describe('Null when the invoice could not be read yet'),
  rillet: SideView.extend({
    dueAt: Instant.describe(
      'Of when “Still due” is: payments are read more often than the invoice itself',
    ),
  })
    .nullable()
    .describe('Null when it is not in Rillet'),
  fields: z.array(FieldView),
  lines: z.array(LineView).describe('In Sequence’s order; Rillet’s own lines follow'),
  changedSinceSent: z
    .boolean()
    .describe('True when Sequence’s invoice is not as it was when it was sent'),
}
