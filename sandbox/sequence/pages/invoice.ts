import { choice, facts, field, form, type Html, html, table } from '../../kit/html.ts'
import type { Invoice, Line } from '../model/invoice.ts'
import { getInvoice } from '../resources/invoices.ts'
import { type Move, mayMove } from '../rules/invoice-lifecycle.ts'
import type { Session } from '../world.ts'
import { accountPage, baseOf, link, type Outcome } from './dashboard.ts'

/** One invoice with its lines, and a button for every move that its status allows. */
export function invoicePage(session: Session, id: string, outcome: Outcome): string {
  const invoice = getInvoice(session, id)
  const title = `Invoice ${invoice.invoiceNumber ?? '(draft)'}`
  const body = html`${summary(session, invoice)}
<h2>Lines</h2>
${groupsOf(invoice).map(([name, lines]) => html`<h3>${name}</h3>${lineTable(session, lines)}`)}
${table(['Net', 'Tax', 'Total'], [[invoice.netTotal, invoice.totalTax, invoice.grossTotal]])}
<h2>Actions</h2>
${moves(session, invoice)}`
  return accountPage(session, title, body, outcome)
}

function summary(session: Session, invoice: Invoice): Html {
  const customer = `${baseOf(session)}/customers/${invoice.customerId}`
  return facts([
    ['Id', html`<code>${invoice.id}</code>`],
    ['Customer', link(customer, invoice.customerLegalCompanyName)],
    ['Status', invoice.status],
    ['Payment', invoice.paymentStatus],
    ['Balance', invoice.balance ?? 'none yet'],
    ['Currency', invoice.currency],
    ['Issued', invoice.issueDate],
    ['Due', `${invoice.dueDate ?? ''} (${invoice.dueDateSource.toLowerCase()})`],
    ['Accounting date', invoice.accountingDate],
    ['Tax status', invoice.customerTaxStatus],
    ['Purchase order', invoice.purchaseOrderNumber],
    ['Memo', invoice.memo],
  ])
}

function groupsOf({ groups, lines }: Invoice): [string, Line[]][] {
  const grouped = groups
    .toSorted((a, b) => a.index - b.index)
    .map(({ id, title }): [string, Line[]] => [title, lines.filter((l) => l.groupId === id)])
  const loose = lines.filter(({ groupId }) => groupId === null)
  return loose.length === 0 ? grouped : [...grouped, ['Without a group', loose]]
}

function lineTable({ account }: Session, lines: Line[]): Html {
  const rows = lines.map((line) => [
    line.title,
    line.productId === null ? '' : (account.products[line.productId]?.name ?? line.productId),
    line.servicePeriod && `${line.servicePeriod.startDate} – ${line.servicePeriod.endDate}`,
    line.quantity,
    line.rate,
    line.effectiveTaxRate,
    line.netTotal,
    line.totalTax,
    line.grossTotal,
  ])
  const amounts = ['Quantity', 'Rate', 'Tax rate', 'Net', 'Tax', 'Total']
  return table(['Line', 'Product', 'Service period', ...amounts], rows)
}

const buttons: { move: Move; path: string; label: string; danger?: boolean }[] = [
  { move: 'draft', path: 'draft', label: 'Make a draft' },
  { move: 'finalize', path: 'finalize', label: 'Finalize' },
  { move: 'finalize and send', path: 'finalize-and-send', label: 'Finalize and send' },
  { move: 'send', path: 'send', label: 'Send' },
  { move: 'mark as sent', path: 'mark-as-sent', label: 'Mark as sent' },
  { move: 'void', path: 'void', label: 'Void', danger: true },
  { move: 'delete', path: 'delete', label: 'Delete', danger: true },
]

function moves(session: Session, { id, status, paymentStatus, dueDate }: Invoice): Html {
  const base = `${baseOf(session)}/invoices/${id}`
  const words = ['UNPAID', 'PARTIALLY_PAID', 'PAID', 'UNCOLLECTIBLE'].map((s) => [s, s] as const)
  const payment = choice('Payment status', 'paymentStatus', words, paymentStatus)
  return html`${buttons
    .filter(({ move }) => mayMove(move, status))
    .map(({ path, label, danger = false }) => form(`${base}/${path}`, label, '', danger))}
${
  mayMove('set the payment status', status) && [
    form(`${base}/payment-status`, 'Set', payment),
    form(`${base}/stripe-payment`, 'Pay by Stripe'),
  ]
}
${
  mayMove('edit as sent', status) &&
  form(`${base}/due-date`, 'Save', field('Due date', 'dueDate', dueDate, 'date'))
}`
}
