import { html, table } from '../../kit/html.ts'
import type { Session } from '../world.ts'
import { accountPage, baseOf, link, type Outcome } from './dashboard.ts'

export function productsPage(session: Session, outcome: Outcome): string {
  const { products, taxCategories } = session.account
  const rows = Object.values(products)
    .toReversed()
    .map(({ id, name, label, taxCategoryId, archivedAt }) => [
      name,
      label,
      taxCategoryId === null ? '' : taxCategories[taxCategoryId]?.name,
      archivedAt === null ? '' : 'ARCHIVED',
      html`<code>${id}</code>`,
    ])
  const heads = ['Product', 'Label', 'Tax category', '', 'Id']
  return accountPage(session, 'Products', table(heads, rows), outcome)
}

export function invoicesPage(session: Session, outcome: Outcome): string {
  const rows = Object.values(session.account.invoices)
    .toReversed()
    .map((invoice) => [
      link(`${baseOf(session)}/invoices/${invoice.id}`, invoice.invoiceNumber ?? 'Draft'),
      invoice.customerLegalCompanyName,
      invoice.status,
      invoice.paymentStatus,
      `${invoice.grossTotal} ${invoice.currency}`,
      invoice.issueDate,
      invoice.dueDate,
    ])
  const heads = ['Invoice', 'Customer', 'Status', 'Payment', 'Total', 'Issued', 'Due']
  return accountPage(session, 'Invoices', table(heads, rows), outcome)
}

export function creditNotesPage(session: Session, outcome: Outcome): string {
  const rows = Object.values(session.account.creditNotes)
    .toReversed()
    .map((note) => [
      note.creditNoteNumber ?? 'Draft',
      note.customerLegalCompanyName,
      note.status,
      `${note.grossTotal} ${note.currency}`,
      note.balance,
    ])
  const heads = ['Credit note', 'Customer', 'Status', 'Total', 'Balance']
  return accountPage(session, 'Credit notes', table(heads, rows), outcome)
}

/** The secret is shown, as in the vendor's dashboard. */
export function webhooksPage(session: Session, outcome: Outcome): string {
  const rows = Object.values(session.account.policies).map((policy) => [
    policy.name,
    policy.channel,
    policy.recipients.join(', '),
    policy.notificationTypes.join(', ') || 'all',
    html`<code>${policy.webhookSecret}</code>`,
  ])
  const heads = ['Policy', 'Channel', 'Recipients', 'Types', 'Secret']
  return accountPage(session, 'Webhooks', table(heads, rows), outcome)
}
