import type { Account, State } from '../model/account.ts'
import type { Invoice } from '../model/invoice.ts'

/** All accounts with what an auditor compares; no secrets. */
export function ledgerOf({ accounts }: State) {
  return { accounts: Object.values(accounts).map(auditOf) }
}

function auditOf(account: Account) {
  const { id, companyName, customers, products, invoices, creditNotes } = account
  return {
    id,
    companyName,
    customers: Object.values(customers),
    products: Object.values(products),
    taxCategories: Object.values(account.taxCategories),
    invoices: Object.values(invoices),
    creditNotes: Object.values(creditNotes),
    payments: Object.values(invoices).flatMap(paymentsOf),
  }
}

const paymentsOf = ({ id: invoiceId, currency, allocations }: Invoice) =>
  allocations.map((allocation) => ({ invoiceId, currency, ...allocation }))
