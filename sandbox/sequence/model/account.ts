import type { Price, Product, TaxCategory, TaxRate } from './catalogue.ts'
import type { CreditNote } from './credit-note.ts'
import type { Alias, Customer, TaxRegistration } from './customer.ts'
import type { Invoice } from './invoice.ts'
import type { ActivityLog, Policy, ProviderSettings } from './settings.ts'

/** Everything the vendor knows. Plain JSON: it is written to disk as it is. */
export type State = { accounts: Record<string, Account> }

/** One legal entity with its own key, customers, numbers and webhooks. Records keep creation order. */
export type Account = {
  id: string
  organisationId: string
  companyName: string
  companyNumber: string
  country: string
  createdAt: string
  clientId: string
  clientSecret: string
  /** The version the key answers with when a request names none. */
  pinnedVersion: string | null
  /** Terms for invoices without a due date of their own. */
  paymentTermDays: number
  lastInvoiceNumber: number
  lastCreditNoteNumber: number
  customers: Record<string, Customer>
  aliases: Record<string, Alias>
  taxRegistrations: Record<string, TaxRegistration>
  products: Record<string, Product>
  prices: Record<string, Price>
  taxCategories: Record<string, TaxCategory>
  taxRates: Record<string, TaxRate>
  invoices: Record<string, Invoice>
  creditNotes: Record<string, CreditNote>
  providerSettings: Record<string, ProviderSettings>
  policies: Record<string, Policy>
  activity: ActivityLog[]
  /** First answers by Idempotency-Key. */
  replays: Record<string, { atMs: number; answer: unknown }>
}
