import { archiveCustomer } from '../resources/customers.ts'
import * as actions from '../resources/invoice-actions.ts'
import { patchSentInvoice } from '../resources/invoice-edit.ts'
import { reportCollection, setPaymentStatus } from '../resources/payment-status.ts'
import type { Session } from '../world.ts'
import { saveCustomer } from './customers.ts'

/** A form: where it is posted, what it does (just what the API does), and what is then said. */
export type Action = {
  path: string
  act: (session: Session, id: string, form: Record<string, string>) => unknown
  done: string
}

const invoice = (path: string, act: Action['act'], done: string): Action => ({
  path: `/invoices/:id/${path}`,
  act,
  done,
})

export const pageActions: Action[] = [
  { path: '/customers/:id', act: saveCustomer, done: 'Saved.' },
  { path: '/customers/:id/archive', act: archiveCustomer, done: 'Archived.' },
  invoice('draft', actions.draftInvoice, 'The invoice is a draft.'),
  invoice('finalize', actions.finalizeInvoice, 'Finalized.'),
  invoice('finalize-and-send', actions.finalizeAndSendInvoice, 'Finalized and sent.'),
  invoice('send', actions.sendInvoice, 'Sent.'),
  invoice('mark-as-sent', actions.markInvoiceAsSent, 'Marked as sent.'),
  invoice('void', actions.voidInvoice, 'Voided.'),
  invoice('delete', actions.deleteInvoice, 'Deleted.'),
  invoice('payment-status', setPaymentStatus, 'Payment status set.'),
  invoice('due-date', patchSentInvoice, 'Due date set.'),
  invoice(
    'stripe-payment',
    (session, id) => reportCollection(session, id, { provider: 'stripe', status: 'PAID' }),
    'Paid by Stripe.',
  ),
]
