import { viewCreditMemo } from './credit-memo-view.ts'
import { viewCustomer } from './customers.ts'
import { amountsOf } from './invoice-amounts.ts'
import { viewInvoice } from './invoice-view.ts'
import type { Organization, World } from './model.ts'
import { paymentsOf, viewPayment } from './payments.ts'

/** Everything in the books, as an auditor reads it: more than the API shows, and no key or token. */
export function ledger(world: World) {
  const organizations = Object.values(world.state().organizations)
  return { organizations: organizations.map((organization) => booksOf(world, organization)) }
}

function booksOf(world: World, organization: Organization) {
  const session = { world, organization, actor: 'person' as const }
  const { id, trade_name, currency, timezone, multiCurrency, subsidiaries } = organization
  const { referenceTypes, periods, customerCurrencies, deletedInvoices, lagged = {} } = organization
  return {
    id,
    trade_name,
    currency,
    timezone,
    multiCurrency,
    subsidiaries,
    referenceTypes,
    periods,
    customerCurrencies,
    deletedInvoices,
    lagged,
    customers: Object.values(organization.customers).map(viewCustomer),
    products: Object.values(organization.products),
    invoices: Object.values(organization.invoices).map((invoice) => {
      const { paid, credited } = amountsOf(session, invoice)
      return {
        ...viewInvoice(session, invoice),
        scope: invoice.scope,
        currency: invoice.currency,
        createdAt: world.clock.iso(invoice.createdAtMs),
        header_tax: invoice.header_tax,
        lines: invoice.items,
        paid: paid.toFixed(),
        credited: credited.toFixed(),
        sent: invoice.sent,
        payments: paymentsOf(session, invoice).map((payment) => viewPayment(session, payment)),
      }
    }),
    creditMemos: Object.values(organization.creditMemos).map((memo) =>
      viewCreditMemo(session, memo),
    ),
  }
}
