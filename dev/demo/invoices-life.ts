import { closingMonth } from './accounts.ts'
import { type DemoInvoice, line, paid, plan, removed, synced, usual, voided } from './invoice.ts'

const inLife = { ...usual, account: 'life', customer: 'retailer' } as const
const one = (rate: string) => plan(line('Subscription', rate, { product: 'retail' }))

/** The whole life of a document, whichever side moves: each has a scenario of its own. */
export const lifeInvoices: readonly DemoInvoice[] = [
  {
    ...inLife,
    key: 'paid-in-parts',
    shows: 'a partial payment, then the rest',
    groups: one('999.95'),
    end: paid,
    payment: 'PAID',
  },
  {
    ...inLife,
    key: 'deleted-in-rillet',
    shows: 'deleted in Rillet',
    groups: one('150.00'),
    end: removed,
  },
  {
    ...inLife,
    key: 'sent-later',
    shows: 'sent later, with a moved due date',
    groups: one('720.00'),
  },
  {
    ...inLife,
    key: 'voided',
    shows: 'voided in Sequence: deleted in Rillet',
    groups: one('180.00'),
    end: voided,
  },
  {
    ...inLife,
    key: 'edited-in-rillet',
    shows: 'edited in Rillet: drift, then ours pushed',
    groups: one('640.00'),
  },
  {
    ...inLife,
    key: 'changed-after-sync',
    shows: 'an amount that changed: deleted and made again',
    groups: one('500.00'),
  },
  {
    ...inLife,
    key: 'credit-note',
    shows: 'a credit note: credit memo, set off',
    groups: one('300.00'),
    end: { state: 'partially_paid' },
    payment: 'PARTIALLY_PAID',
  },
  {
    ...inLife,
    key: 'credit-note-voided',
    shows: 'a credit note that was voided again',
    groups: one('310.00'),
  },
  {
    ...inLife,
    key: 'credited-in-rillet',
    shows: 'credited whole by Rillet’s users',
    groups: one('320.00'),
    end: paid,
    payment: 'PAID',
  },
]

const inClosing = {
  ...usual,
  account: 'closing',
  customer: 'adviser',
  accountingDate: closingMonth.day,
} as const
const advice = (rate: string) => plan(line('Subscription', rate, { product: 'advice' }))
const closed = (key: string, shows: string, more: Partial<DemoInvoice> = {}): DemoInvoice => ({
  ...inClosing,
  key: `closed-${key}`,
  shows: `closed books: ${shows}`,
  groups: advice('200.00'),
  ...more,
})

/** The same after its month was closed: what Rillet refuses is shown, with what a person may choose. */
export const closedInvoices: readonly DemoInvoice[] = [
  closed('voided', 'voided in Sequence', { end: { state: 'blocked' }, differs: true }),
  closed('sent', 'sent with a moved due date', { end: { state: 'blocked' }, differs: true }),
  closed('changed', 'a line came in Sequence', { end: { state: 'drift' }, differs: true }),
  closed('credit-note', 'a credit note of that month'),
  closed('edited-in-rillet', 'edited in Rillet: refused there'),
  closed('deleted-in-rillet', 'deleted in Rillet: refused there'),
  closed('credited-in-rillet', 'credited in Rillet, in the open month', {
    end: paid,
    payment: 'PAID',
  }),
]

/** What the other two scopes send, with tax. */
export const scopeInvoices: readonly DemoInvoice[] = [
  {
    ...usual,
    key: 'full',
    shows: 'scope FULL: tax on each line, numbered by Rillet',
    account: 'full',
    customer: 'direct',
    groups: plan(
      line('Subscription', '333.33', { product: 'directPlan', quantity: '3' }),
      line('Usage', '0.07', { product: 'directPlan', quantity: '1234', taxRate: '0.05' }),
    ),
    end: synced,
  },
  {
    ...usual,
    key: 'ar-only',
    shows: 'scope AR_ONLY, then paid',
    account: 'receivables',
    customer: 'biller',
    groups: plan(line('Subscription', '450.50', { product: 'billing' })),
    end: paid,
    payment: 'PAID',
  },
]
