import type { z } from 'zod'
import { causes } from '../domain/ids.ts'
import { type Step, shownSteps } from '../domain/shown-steps.ts'
import type { InvoiceRow } from '../store/schema.ts'
import type { StepView } from './schemas/invoice-sides.ts'

const titles: Record<Step, string> = {
  ensureCustomerLinked: 'Customer linked',
  ensureProductsExist: 'Products exist in Rillet',
  applyTax: 'Tax codes chosen',
  createInvoice: 'Invoice in Rillet',
  awaitPayment: 'Payment received',
}

/** The five steps with where the invoice stands in each. */
export const stepViews = (row: InvoiceRow): z.infer<typeof StepView>[] =>
  shownSteps({ ...row, booked: bookedOf(row), isPaid: row.payment_status === 'PAID' }).map(
    ({ step, state }) => ({
      step,
      state,
      title: titles[step],
    }),
  )

function bookedOf({ synced_at, rillet_id }: InvoiceRow): 'there' | 'gone' | null {
  if (synced_at === null) return null
  return rillet_id === null ? 'gone' : 'there'
}

/** What happens next by itself, in a sentence; null when nothing does. */
export function nextOf({
  state,
  next_try_at,
  payment_link,
  problems,
}: Pick<InvoiceRow, 'state' | 'next_try_at' | 'payment_link' | 'problems'>): string | null {
  switch (state) {
    case 'waiting':
      return next_try_at === null
        ? 'A step is running.'
        : 'It is tried again by itself at the time shown.'
    case 'blocked':
      if (problems.some(({ blockedOn }) => blockedOn === causes.person)) {
        return 'Nothing happens by itself: it goes on when somebody chooses.'
      }
      return 'It goes on as soon as the cause is gone; everything is read again every six hours.'
    case 'in_doubt':
      return 'It is looked for in Rillet, twice, before anything is sent again.'
    case 'synced':
    case 'partially_paid':
      return payment_link === null
        ? 'It follows the payments in Rillet.'
        : 'It follows Sequence, where a payment link collects it.'
    case 'drift':
      return 'It is compared again when either side changes.'
    case 'paid':
    case 'removed':
    case 'voided':
    case 'excluded':
      return null
  }
}
