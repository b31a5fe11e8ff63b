/** The two companies of the demo: each a Sequence account and a Rillet organization of its own. */
export const companies = {
  main: { name: 'Fjord Analytics Inc.', clientId: 'demo-fjord-analytics', hasReferenceType: true },
  /** Where the reference type was forgotten. */
  second: { name: 'Fjord Labs Inc.', clientId: 'demo-fjord-labs', hasReferenceType: false },
} as const

export type AccountKey = keyof typeof companies
export const accountKeys = ['main', 'second'] as const satisfies AccountKey[]

/** The revenue accounts of the books that the demo uses. */
export const revenueAccounts = { subscriptions: '4000', usage: '4100', services: '4200' } as const
/** Where money arrives. */
export const cashAccount = '1000'

/** The books of the main company are closed until then when the demo begins. */
export const lastClosedDay = '2026-01-31'
