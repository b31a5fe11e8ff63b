import Big from 'big.js'
import type { CreditGroup, CreditLine, CreditNote } from '../model/credit-note.ts'
import type { Totals } from '../model/invoice.ts'
import { present } from '../wire/shape.ts'
import type { Session } from '../world.ts'

export function viewCreditNote(session: Session, note: CreditNote) {
  const { groups: _, lines: __, sentOn: ___, createdAt: ____, ...fields } = note
  const { generateCashCreditGrant, customerBillingAddress, customerShippingAddress } = fields
  const { generateCashCreditGrant: _____, ...plain } = fields
  return present({
    ...plain,
    ...signed(session, note),
    sequenceAccountId: session.account.id,
    customerBillingAddress: present(customerBillingAddress),
    customerShippingAddress: present(customerShippingAddress),
    invoiceNumber: numberOf(session, note.invoiceId),
    balanceVersion: note.balance === null ? null : note.balanceVersion,
    applicationStatus: applicationStatusOf(note),
    applications: note.applications.map((to) =>
      present({ ...to, invoiceNumber: numberOf(session, to.invoiceId) }),
    ),
    linkedServices: [],
    settings: { generateCashCreditGrant },
  })
}

/** Like an invoice's group, but without a tax category. */
export const viewCreditGroup = (session: Session, creditNoteId: string, group: CreditGroup) =>
  present({ ...group, ...signed(session, group), creditNoteId })

export function viewCreditLine(session: Session, creditNoteId: string, line: CreditLine) {
  const { fixedNet: _, fixedTax: __, effectiveTaxRate, invoiceLineItemIds: ___, ...fields } = line
  return present({ ...fields, ...signed(session, line), taxRate: effectiveTaxRate, creditNoteId })
}

function applicationStatusOf({ balance, applications }: CreditNote) {
  if (balance === null) return null
  if (applications.length === 0) return 'UNAPPLIED'
  return new Big(balance).eq(0) ? 'FULLY_APPLIED' : 'PARTIALLY_APPLIED'
}

function numberOf({ account }: Session, invoiceId: string | null): string | null {
  return invoiceId === null ? null : (account.invoices[invoiceId]?.invoiceNumber ?? null)
}

/** Amounts are positive (assumed). */
function signed({ switches }: Session, { netTotal, totalTax, grossTotal }: Totals): Totals {
  if (switches().creditNoteSign === 'positive') return { netTotal, totalTax, grossTotal }
  return {
    netTotal: negated(netTotal),
    totalTax: negated(totalTax),
    grossTotal: negated(grossTotal),
  }
}

function negated(amount: string): string {
  if (new Big(amount).eq(0)) return amount
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`
}
