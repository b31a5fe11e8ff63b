import { lastClosedDay } from './accounts.ts'
import { blocked, type DemoInvoice, line, paid, plan, usual } from './invoice.ts'

const unmapped = (part: number): DemoInvoice => ({
  ...usual,
  key: `unmapped-product-${part}`,
  shows: `an unmapped product, shared: ${part} of 3`,
  together: true,
  groups: plan(line('Data kept in the region', `${part}50.00`, { product: 'residency' })),
})

/** What can happen to an invoice: most of these have a scenario of their own. */
export const storyInvoices: readonly DemoInvoice[] = [
  {
    ...usual,
    key: 'one-line',
    shows: 'one line, then paid in Rillet',
    groups: plan(line('Analytics platform, November', '1200.00')),
    end: paid,
    payment: 'PAID',
  },
  unmapped(1),
  unmapped(2),
  unmapped(3),
  {
    ...usual,
    key: 'unlinked-customer',
    shows: 'an unlinked customer, then linked',
    customer: 'harbour',
    groups: plan(line('Platform', '410.00')),
    first: blocked('customer_not_linked'),
  },
  {
    ...usual,
    key: 'currency-mismatch',
    shows: 'a currency that is not the customer’s',
    customer: 'highland',
    currency: 'GBP',
    groups: plan(line('Platform', '530.00')),
    first: blocked('currency_mismatch'),
    end: blocked('currency_mismatch'),
  },
  {
    ...usual,
    key: 'missing-type',
    shows: 'reference type missing, then added',
    account: 'second',
    customer: 'orchard',
    groups: plan(line('Labs subscription', '88.00', { product: 'labs' })),
    first: blocked('missing_setup'),
  },
  {
    ...usual,
    key: 'stripe-link',
    shows: 'a Stripe link: Rillet’s payment ignored',
    groups: plan(line('Platform', '260.00')),
    paymentProvider: 'STRIPE',
  },
  {
    ...usual,
    key: 'closed-period',
    shows: 'a closed period, then opened again',
    accountingDate: lastClosedDay,
    groups: plan(line('Platform, a late invoice', '275.00')),
    first: blocked('period_closed'),
  },
]
