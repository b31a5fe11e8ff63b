import type { FastifyInstance } from 'fastify'
import { choice, facts, field, form, type Html, html, table } from '../../kit/html.ts'
import { isCash } from '../bank-accounts.ts'
import { amountsOf, isOverdue } from '../invoice-amounts.ts'
import { changeDates } from '../invoice-dates.ts'
import { deleteInvoice, invoiceOf } from '../invoices.ts'
import type { Invoice, InvoiceItem, Payment, Session, World } from '../model.ts'
import { createPayment, deletePayment, paymentsOf, settlePayment } from '../payments.ts'
import { existing } from '../session.ts'
import { money } from '../view.ts'
import { act, formOf, personIn, show } from './layout.ts'
import { amountText, referenceList } from './parts.ts'

const shown = 500

/** Invoices and their payments, as an accountant works with them. */
export function invoicePages(app: FastifyInstance, world: World): void {
  const base = '/app/:organizationId'
  app.get(`${base}/invoices`, async (request, reply) => {
    const session = personIn(world, request.params)
    return show(reply, session, { title: 'Invoices', body: invoiceTable(session) })
  })
  app.get(`${base}/invoices/:id`, async (request, reply) => {
    const session = personIn(world, request.params)
    const invoice = invoiceOf(session, session.ids['id'])
    const title = `Invoice ${invoice.invoice_number}`
    return show(reply, session, { title, body: detail(session, invoice) })
  })
  app.post(`${base}/invoices/:id/payments`, async (request, reply) => {
    const session = personIn(world, request.params)
    const invoice = invoiceOf(session, session.ids['id'])
    const { amount = '', date = '', account_code = '' } = formOf(request.body)
    return act(reply, pathOf(session, invoice.id), () => {
      const money = { amount, currency: invoice.currency }
      createPayment(session, invoice, { amount: money, date, account_code })
      return `Payment of ${amount} ${invoice.currency} recorded.`
    })
  })
  app.post(`${base}/invoices/:id/dates`, async (request, reply) => {
    const session = personIn(world, request.params)
    const invoice = invoiceOf(session, session.ids['id'])
    const { invoice_date = '', due_date = '' } = formOf(request.body)
    return act(reply, pathOf(session, invoice.id), () => {
      changeDates(session, invoice, { invoice_date, due_date })
      return 'Dates changed.'
    })
  })
  app.post(`${base}/invoices/:id/delete`, async (request, reply) => {
    const session = personIn(world, request.params)
    const invoice = invoiceOf(session, session.ids['id'])
    const list = `/app/${session.organization.id}/invoices`
    return act(reply, list, () => {
      deleteInvoice(session, invoice)
      return `Invoice ${invoice.invoice_number} deleted.`
    })
  })
  app.post(`${base}/payments/:id/:action`, async (request, reply) => {
    const session = personIn(world, request.params)
    const payment = existing(session.organization.payments, session.ids['id'], 'The payment')
    const { action } = session.ids
    return act(reply, pathOf(session, payment.invoice_id), () => {
      if (action === 'clear') settlePayment(session, payment, 'SUCCESSFUL')
      if (action === 'fail') settlePayment(session, payment, 'FAILED')
      const invoice = invoiceOf(session, payment.invoice_id)
      if (action === 'delete') deletePayment(session, { invoice, payment })
      return `Payment: ${action} done.`
    })
  })
}

/** Newest first; only those of one customer when given. */
export function invoiceTable(session: Session, customerId?: string): Html {
  const { organization } = session
  const invoices = Object.values(organization.invoices)
    .filter((invoice) => customerId === undefined || invoice.customer_id === customerId)
    .toReversed()
    .slice(0, shown)
  const rows = invoices.map((invoice) => {
    const { total, due, status } = amountsOf(session, invoice)
    const customer = organization.customers[invoice.customer_id]
    return [
      html`<a href="${pathOf(session, invoice.id)}">${invoice.invoice_number}</a>`,
      customer?.name ?? invoice.customer_id,
      invoice.invoice_date,
      invoice.due_date,
      amountText(session, total, invoice.currency),
      amountText(session, due, invoice.currency),
      isOverdue(session, invoice, due) ? `${status}, overdue` : status,
    ]
  })
  const heads = ['Number', 'Customer', 'Date', 'Due', 'Total', 'Open', 'Status']
  return table(heads, rows, 'No invoices yet.')
}

const pathOf = ({ organization }: Session, id: string) => `/app/${organization.id}/invoices/${id}`

function detail(session: Session, invoice: Invoice): Html {
  const { organization } = session
  const { currency } = invoice
  const amounts = amountsOf(session, invoice)
  const customer = organization.customers[invoice.customer_id]
  const base = `/app/${organization.id}`
  const text = (amount: Parameters<typeof amountText>[1]) => amountText(session, amount, currency)
  return html`${facts([
    ['Status', amounts.status],
    ['Customer', html`<a href="${base}/customers/${invoice.customer_id}">${customer?.name}</a>`],
    ['Scope', invoice.scope],
    ['Dates', `${invoice.invoice_date}, due ${invoice.due_date}`],
    ['Net', text(amounts.net)],
    ['Tax', text(amounts.tax)],
    ['Total', text(amounts.total)],
    ['Paid, credited', `${text(amounts.paid)}, ${text(amounts.credited)}`],
    ['Open', text(amounts.due)],
    ['Memo', invoice.memo],
    ['References', referenceList(invoice.external_references)],
    ['Changed', invoice.updated_at],
    ['Id', html`<code>${invoice.id}</code>`],
  ])}
<h2>Lines</h2>
${table(
  ['Description', 'Quantity', 'Rate', 'Amount', 'Tax', 'Revenue', 'References'],
  invoice.items.map((item) => lineRow(session, item, currency)),
)}
<h2>Payments</h2>
${table(
  ['Date', 'Amount', 'Account', 'Status', ''],
  paymentsOf(session, invoice).map((payment) => paymentRow(session, payment)),
  'No payments.',
)}
${recordForm(session, invoice, money(session, amounts.due, currency).amount)}
<h2>Change</h2>
${form(`${base}/invoices/${invoice.id}/dates`, 'Change dates', [
  field('Invoice date', 'invoice_date', invoice.invoice_date, 'date'),
  field('Due date', 'due_date', invoice.due_date, 'date'),
])}
${form(`${base}/invoices/${invoice.id}/delete`, 'Delete invoice', '', true)}`
}

function lineRow(session: Session, item: InvoiceItem, currency: string) {
  const { period, account_code } = item.revenue
  return [
    item.description,
    String(item.quantity),
    amountText(session, item.gross_rate, currency),
    amountText(session, item.gross, currency),
    amountText(session, item.tax, currency),
    `${period.start} – ${period.end}, ${account_code}`,
    referenceList(item.external_references),
  ]
}

/** One payment, with what may be done to it while it is uncleared. */
export function paymentRow(session: Session, { id, date, amount, account_code, status }: Payment) {
  const base = `/app/${session.organization.id}/payments/${id}`
  const actions = [
    form(`${base}/clear`, 'Clear'),
    form(`${base}/fail`, 'Fail'),
    form(`${base}/delete`, 'Delete', '', true),
  ]
  const text = amountText(session, amount.amount, amount.currency)
  return [date, text, account_code, status, status === 'UNCLEARED' ? actions : '']
}

function recordForm(session: Session, invoice: Invoice, due: string): Html {
  const { world, organization } = session
  const accounts = organization.accounts
    .filter(({ subtype, status }) => isCash(subtype) && status === 'ACTIVE')
    .map(({ code, name }) => [code, `${code} ${name}`] as const)
  return form(`/app/${organization.id}/invoices/${invoice.id}/payments`, 'Record payment', [
    field(`Amount (${invoice.currency})`, 'amount', due),
    field('Date', 'date', world.clock.today(organization.timezone), 'date'),
    choice('Cash account', 'account_code', accounts),
  ])
}
