import type { AccountKey } from './accounts.ts'
import type { CustomerKey } from './customers.ts'
import type { ProductKey, TaxCategoryName } from './products.ts'

/** Amounts, quantities and rates are decimal text; `taxRate` is a fraction. */
export type DemoLine = {
  title: string
  /** Null: a line typed by hand, without a product. */
  product: ProductKey | null
  quantity: string
  rate: string
  taxRate: string
  servicePeriod?: { startDate: string; endDate: string }
}
export type DemoGroup = { title: string; taxCategory?: TaxCategoryName; lines: DemoLine[] }

/** Where an invoice should stand, and why if it is blocked. */
export type Goal = {
  state: 'synced' | 'blocked' | 'partially_paid' | 'drift' | 'paid' | 'removed' | 'voided'
  reason?: string
}

export type DemoInvoice = {
  /** Also its `reference` in Sequence, by which it is found again. */
  key: string
  shows: string
  account: AccountKey
  customer: CustomerKey
  currency: string
  groups: DemoGroup[]
  paymentProvider?: 'STRIPE'
  /** `YYYY-MM-DD`; today if it is not given. */
  accountingDate?: string
  /** Finalized at the same moment as the others that have it. */
  together?: true
  /** Where it comes by itself once it was finalized, and where it stands in the end. */
  first: Goal
  end: Goal
  /** Sequence's payment status in the end. */
  payment: 'UNPAID' | 'PARTIALLY_PAID' | 'PAID'
  /** The two ledgers differ in the end, which the sync must show, with what a person may choose. */
  differs?: true
}

export const synced: Goal = { state: 'synced' }
export const paid: Goal = { state: 'paid' }
export const removed: Goal = { state: 'removed' }
export const voided: Goal = { state: 'voided' }
export const blocked = (reason: string): Goal => ({ state: 'blocked', reason })

/** What most invoices of the demo are; the others say what they are instead. */
export const usual = {
  account: 'main',
  customer: 'freight',
  currency: 'USD',
  first: synced,
  end: synced,
  payment: 'UNPAID',
} as const

export const line = (title: string, rate: string, more: Partial<DemoLine> = {}): DemoLine => ({
  title,
  product: 'platform',
  quantity: '1',
  rate,
  taxRate: '0.2',
  ...more,
})

/** The lines in one group. */
export const plan = (...lines: DemoLine[]): DemoGroup[] => [{ title: 'Plan', lines }]
