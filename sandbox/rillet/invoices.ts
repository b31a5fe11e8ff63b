import { z } from 'zod'
import type { Api, Call } from './api.ts'
import { assertOpen } from './books.ts'
import { amountsOf, isOverdue } from './invoice-amounts.ts'
import { createInvoice } from './invoice-create.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { updateInvoiceTaxes } from './invoice-taxes.ts'
import { announceUpdate, updateInvoice } from './invoice-update.ts'
import { viewInvoice } from './invoice-view.ts'
import type { Invoice, Session } from './model.ts'
import { listPage, UpdatedAfter } from './paging.ts'
import { parseBody } from './parse.ts'
import { refused } from './refusal.ts'
import { existing } from './session.ts'
import { publish } from './webhooks.ts'
import { Uuid } from './wire.ts'

const Filters = UpdatedAfter.extend({
  subsidiary_id: Uuid.optional(),
  customer_id: Uuid.optional(),
  overdue: z.enum(['true', 'false']).optional(),
  status: z
    .enum(['UNPAID', 'PAID', 'PARTIALLY_PAID', 'UNBILLED', 'CREDITED', 'PARTIALLY_CREDITED'])
    .optional(),
})

const maxDeleted = 10_000

export function invoiceRoutes(api: Api): void {
  const path = '/invoices/:invoice_id'
  const named = (session: Session, { ids }: Call) => invoiceOf(session, ids['invoice_id'])
  api('GET', '/invoices', listInvoices)
  api('POST', '/invoices', createInvoice)
  api('GET', path, (session, call) => {
    const invoice = named(session, call)
    if (call.accept.includes('application/pdf')) return invoicePdf(session, invoice)
    return viewInvoice(session, invoice)
  })
  api('PUT', path, (session, call) => updateInvoice(session, named(session, call), call.body))
  api('DELETE', path, (session, call) => deleteInvoice(session, named(session, call)))
  api('POST', `${path}/taxes`, (session, call) =>
    updateInvoiceTaxes(session, named(session, call), call.body),
  )
  api('PUT', `${path}/sent-status`, (session, call) =>
    updateSentStatus(session, named(session, call), call.body),
  )
}

export const invoiceOf = ({ organization }: Session, id: string | undefined): Invoice =>
  existing(organization.invoices, id, 'The invoice')

/** Refused with live payments, applied credits, or in a closed period. */
export function deleteInvoice(session: Session, invoice: Invoice): undefined {
  const { world, organization } = session
  const { paid, credited } = amountsOf(session, invoice)
  assertOpen(session, invoice.invoice_date)
  if (!paid.eq(0)) throw refused('invoice_has_payments', 'The invoice has payments.')
  if (!credited.eq(0))
    throw refused('invoice_has_credits', 'Credit memos are applied to the invoice.')
  for (const id of invoice.payment_ids) delete organization.payments[id]
  delete organization.invoices[invoice.id]
  organization.deletedInvoices.push({ ...invoice, deletedAt: world.clock.iso() })
  organization.deletedInvoices = organization.deletedInvoices.slice(-maxDeleted)
  publish(session, { entity: 'INVOICE', event: 'DELETED', body: deletedBody(session, invoice.id) })
}

function deletedBody({ world }: Session, id: string): string {
  switch (world.switches().webhookDeletedBody) {
    case 'json':
      return JSON.stringify(id)
    case 'text':
      return id
    case 'object':
      return JSON.stringify({ id })
  }
}

function listInvoices(session: Session, { query }: Call) {
  return listPage(session, {
    name: 'invoices',
    items: Object.values(session.organization.invoices),
    query,
    filters: Filters,
    keep: (invoice, { subsidiary_id, customer_id, overdue, status }) => {
      if (subsidiary_id !== undefined && invoice.subsidiary_id !== subsidiary_id) return false
      if (customer_id !== undefined && invoice.customer_id !== customer_id) return false
      if (overdue === undefined && status === undefined) return true
      const amounts = amountsOf(session, invoice)
      if (status !== undefined && amounts.status !== status) return false
      return overdue === undefined || String(isOverdue(session, invoice, amounts.due)) === overdue
    },
    view: (invoice) => viewInvoice(session, invoice),
  })
}

/** Answers 200 without a declared body; `sent_at` is the vendor's own sending and stays. */
function updateSentStatus(session: Session, invoice: Invoice, body: unknown): unknown {
  const { sent } = parseBody(session.world, z.strictObject({ sent: z.boolean() }), body)
  invoice.sent = sent
  if (sent && session.world.switches().sentAtOnSentStatus === 'set') {
    invoice.sent_at ??= session.world.clock.iso()
  }
  announceUpdate(session, invoice)
  return {}
}
