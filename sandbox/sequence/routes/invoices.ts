import type { Invoice } from '../model/invoice.ts'
import { pdfOf } from '../resources/documents.ts'
import * as actions from '../resources/invoice-actions.ts'
import { patchInvoice, patchSentInvoice, updateInvoice } from '../resources/invoice-edit.ts'
import { listInvoiceSummaries, listInvoices, summarizeInvoices } from '../resources/invoice-list.ts'
import { viewDeletedInvoice, viewInvoice, viewListedInvoice } from '../resources/invoice-view.ts'
import { createInvoice, getInvoice } from '../resources/invoices.ts'
import { setPaymentStatus } from '../resources/payment-status.ts'
import { reconcile } from '../resources/reconcile.ts'
import type { Session } from '../world.ts'
import type { Route } from './route.ts'

/** An action answers the list shape. */
const action = (name: string, act: (session: Session, id: string) => Invoice): Route => ({
  method: 'POST',
  path: `/invoices/:id/${name}`,
  answer: (s, { param }) => viewListedInvoice(s, act(s, param('id'))),
})

export const invoiceRoutes: Route[] = [
  { method: 'GET', path: '/invoices', answer: (s, { query }) => listInvoices(s, query) },
  {
    method: 'GET',
    path: '/invoices/list-summary',
    answer: (s, { query }) => listInvoiceSummaries(s, query),
  },
  {
    method: 'GET',
    path: '/invoices/summary',
    answer: (s, { query }) => summarizeInvoices(s, query),
  },
  {
    method: 'POST',
    path: '/invoices/reconcile-with-integration',
    status: 202,
    answer: (s, { body }) => reconcile(s, body),
  },
  {
    method: 'POST',
    path: '/invoices',
    status: 201,
    answer: (s, { body }) => viewInvoice(s, createInvoice(s, body)),
  },
  {
    method: 'GET',
    path: '/invoices/:id',
    answer: (s, { param }) => viewInvoice(s, getInvoice(s, param('id'))),
  },
  {
    method: 'PUT',
    path: '/invoices/:id',
    answer: (s, { param, body }) => viewInvoice(s, updateInvoice(s, param('id'), body)),
  },
  {
    method: 'PATCH',
    path: '/invoices/:id',
    answer: (s, { param, body }) => viewListedInvoice(s, patchInvoice(s, param('id'), body)),
  },
  {
    method: 'PATCH',
    path: '/invoices/:id/sent',
    answer: (s, { param, body }) => viewListedInvoice(s, patchSentInvoice(s, param('id'), body)),
  },
  {
    method: 'DELETE',
    path: '/invoices/:id',
    answer: (s, { param }) => viewDeletedInvoice(s, actions.deleteInvoice(s, param('id'))),
  },
  {
    method: 'PUT',
    path: '/invoices/:id/payment-status',
    answer: (s, { param, body }) => viewListedInvoice(s, setPaymentStatus(s, param('id'), body)),
  },
  action('draft', actions.draftInvoice),
  action('finalize', actions.finalizeInvoice),
  action('finalize-and-send', actions.finalizeAndSendInvoice),
  action('send', actions.sendInvoice),
  action('mark-as-sent', actions.markInvoiceAsSent),
  action('void', actions.voidInvoice),
  action('send-payment-reminder', actions.remindOfInvoice),
  {
    method: 'GET',
    path: '/invoices/:id/currency-conversions',
    answer: (s, { param }) => noConversions(getInvoice(s, param('id'))),
  },
  {
    method: 'GET',
    path: '/invoices/:id/download',
    contentType: 'application/pdf',
    answer: (s, { param }) =>
      pdfOf(`Invoice ${getInvoice(s, param('id')).invoiceNumber ?? 'draft'}`),
  },
]

/** Made for regulatory cases only, which do not arise here. */
const noConversions = (_invoice: Invoice) => ({ items: [] })
