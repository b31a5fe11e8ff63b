import { type AccountKey, revenueAccounts } from './accounts.ts'

export type DemoProduct = {
  account: AccountKey
  name: string
  category: TaxCategoryName
  /** How the operator maps it before the first invoice; `never`: the sync creates it when needed. */
  link: 'choose' | 'create' | 'never'
  accountCode: string
}

export type TaxCategoryName = 'Software' | 'Services'

export const products = {
  platform: {
    account: 'main',
    name: 'Analytics platform',
    category: 'Software',
    link: 'choose',
    accountCode: revenueAccounts.subscriptions,
  },
  support: {
    account: 'main',
    name: 'Premium support',
    category: 'Services',
    link: 'create',
    accountCode: revenueAccounts.services,
  },
  calls: {
    account: 'main',
    name: 'API calls',
    category: 'Software',
    link: 'create',
    accountCode: revenueAccounts.usage,
  },
  residency: {
    account: 'main',
    name: 'Data residency',
    category: 'Software',
    link: 'never',
    accountCode: revenueAccounts.subscriptions,
  },
  labs: {
    account: 'second',
    name: 'Labs subscription',
    category: 'Software',
    link: 'choose',
    accountCode: revenueAccounts.subscriptions,
  },
  retail: {
    account: 'life',
    name: 'Retail subscription',
    category: 'Software',
    link: 'choose',
    accountCode: revenueAccounts.subscriptions,
  },
  advice: {
    account: 'closing',
    name: 'Advisory subscription',
    category: 'Software',
    link: 'choose',
    accountCode: revenueAccounts.subscriptions,
  },
  directPlan: {
    account: 'full',
    name: 'Direct subscription',
    category: 'Software',
    link: 'choose',
    accountCode: revenueAccounts.subscriptions,
  },
  billing: {
    account: 'receivables',
    name: 'Billing subscription',
    category: 'Software',
    link: 'choose',
    accountCode: revenueAccounts.subscriptions,
  },
} as const satisfies Record<string, DemoProduct>

export type ProductKey = keyof typeof products

/** Rillet's product for lines that have none. */
export const defaultProduct = {
  name: 'Other revenue',
  accountCode: revenueAccounts.services,
} as const

/** Those of one account, with their keys. */
export const productsOf = (account: AccountKey): (DemoProduct & { key: string })[] =>
  Object.entries<DemoProduct>(products)
    .filter(([, product]) => product.account === account)
    .map(([key, product]) => ({ ...product, key }))
