const usual = { hasReferenceType: true, scope: 'REVENUE_RECOGNITION_ONLY' } as const

/** The companies of the demo: each a Sequence account and a Rillet organization of its own. */
export const companies = {
  main: { name: 'Fjord Analytics Inc.', clientId: 'demo-fjord-analytics', ...usual },
  /** Where the reference type was forgotten. */
  second: {
    name: 'Fjord Labs Inc.',
    clientId: 'demo-fjord-labs',
    ...usual,
    hasReferenceType: false,
  },
  /** Where documents go on living: paid, sent, voided, credited, edited, deleted. */
  life: { name: 'Fjord Retail Inc.', clientId: 'demo-fjord-retail', ...usual },
  /** The same after the books of the invoices' month were closed. */
  closing: { name: 'Fjord Advisory Inc.', clientId: 'demo-fjord-advisory', ...usual },
  /** The other two scopes. */
  full: { name: 'Fjord Direct Inc.', clientId: 'demo-fjord-direct', ...usual, scope: 'FULL' },
  receivables: {
    name: 'Fjord Billing Inc.',
    clientId: 'demo-fjord-billing',
    ...usual,
    scope: 'AR_ONLY',
  },
} as const

export type AccountKey = keyof typeof companies
export const accountKeys = [
  'main',
  'second',
  'life',
  'closing',
  'full',
  'receivables',
] as const satisfies AccountKey[]

/** The revenue accounts of the books that the demo uses. */
export const revenueAccounts = { subscriptions: '4000', usage: '4100', services: '4200' } as const
/** Where money arrives. */
export const cashAccount = '1000'

/** Invoices dated before are none of the sync's business. */
export const startDate = '2026-01-01'

/** The books of the main company are closed until then when the demo begins. */
export const lastClosedDay = '2026-01-31'

/** The books of the closing company are closed until then once all its invoices are in Rillet. */
export const closingMonth = { day: '2026-03-10', end: '2026-03-31' } as const
