import type { Account, TaxRate } from './model.ts'
import type { OrganizationInput } from './organizations.ts'

/** The seeded organization: the same ids and key at every start. */
export const demoOrganization = {
  id: '01990000-0000-7000-8000-000000000001',
  trade_name: 'Northwind Trading Inc.',
  keys: [{ name: 'Demo key', token: 'rillet_sandbox_demo_key' }],
  referenceTypes: [{ slug: 'sequencehq' }],
} satisfies OrganizationInput

type SeedAccount = Pick<Account, 'code' | 'name' | 'type' | 'subtype'>

/** Cash, receivable, sales tax, deferred revenue and three kinds of revenue. */
export const chartOfAccounts: SeedAccount[] = [
  { code: '1000', name: 'Operating account', type: 'ASSET', subtype: 'Bank' },
  { code: '1010', name: 'Payments clearing', type: 'ASSET', subtype: 'Cash' },
  { code: '1200', name: 'Accounts receivable', type: 'ASSET', subtype: 'Accounts Receivable' },
  { code: '2000', name: 'Company card', type: 'LIABILITY', subtype: 'Credit Card' },
  { code: '2200', name: 'Sales tax payable', type: 'LIABILITY', subtype: 'Sales Tax Liability' },
  { code: '2400', name: 'Deferred revenue', type: 'LIABILITY', subtype: 'Deferred Revenue' },
  { code: '3000', name: 'Retained earnings', type: 'EQUITY', subtype: 'Retained Earnings' },
  { code: '4000', name: 'Subscription revenue', type: 'INCOME', subtype: 'Revenue' },
  { code: '4100', name: 'Usage revenue', type: 'INCOME', subtype: 'Revenue' },
  { code: '4200', name: 'Services revenue', type: 'INCOME', subtype: 'Revenue' },
  { code: '6100', name: 'Bank fees', type: 'EXPENSE', subtype: 'Operating Expense' },
]

export const usualTaxRates: Omit<TaxRate, 'id'>[] = [
  rate('GB_VAT_STANDARD', 'UK VAT standard', '20.0000'),
  rate('GB_VAT_REDUCED', 'UK VAT reduced', '5.0000'),
  rate('GB_VAT_ZERO', 'UK VAT zero', '0.0000'),
  rate('GB_VAT_EXEMPT', 'UK VAT exempt', '0.0000'),
  rate('GB_VAT_REVERSE_CHARGE', 'UK VAT reverse charge', '0.0000'),
  rate('IE_STANDARD', 'Ireland standard', '23.0000'),
  rate('IE_REVERSE_CHARGE', 'Ireland reverse charge', '0.0000'),
  rate('DE_STANDARD', 'Germany standard', '19.0000'),
  rate('DE_REVERSE_CHARGE', 'Germany reverse charge', '0.0000'),
  rate('FR_STANDARD', 'France standard', '20.0000'),
  rate('JP_STANDARD', 'Japan consumption tax', '10.0000'),
  rate('CL_STANDARD', 'Chile IVA', '19.0000'),
  rate('US_CA_SALES', 'California sales tax', '7.2500'),
  rate('US_EXEMPT', 'United States exempt', '0.0000'),
]

function rate(code: string, description: string, percentage: string): Omit<TaxRate, 'id'> {
  return { code, country: code.slice(0, 2), description, percentage }
}
