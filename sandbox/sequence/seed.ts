import { derivedId } from '../kit/ids.ts'
import { randomText } from './ids.ts'
import type { Account } from './model/account.ts'

/** What an account may be given at birth; the rest is made up. */
export type SeedAccount = {
  id?: string | undefined
  companyName?: string | undefined
  companyNumber?: string | undefined
  country?: string | undefined
  clientId?: string | undefined
  clientSecret?: string | undefined
  paymentTermDays?: number | undefined
}

/** The account that every fresh sandbox has, unless told otherwise. Not secret: a stand-in's. */
export const defaultSeed = {
  id: derivedId('sequence/account/default'),
  companyName: 'Northwind Analytics Ltd',
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-secret',
} as const satisfies SeedAccount

/** An empty account. */
export function newAccount(given: SeedAccount, newId: () => string, now: Date): Account {
  return {
    id: given.id ?? newId(),
    organisationId: newId(),
    companyName: given.companyName ?? 'Company',
    companyNumber: given.companyNumber ?? '12345678',
    country: given.country ?? 'GB',
    createdAt: now.toISOString(),
    clientId: given.clientId ?? randomText(20),
    clientSecret: given.clientSecret ?? randomText(40),
    pinnedVersion: null,
    paymentTermDays: given.paymentTermDays ?? 30,
    lastInvoiceNumber: 0,
    lastCreditNoteNumber: 0,
    customers: {},
    aliases: {},
    taxRegistrations: {},
    products: {},
    prices: {},
    taxCategories: {},
    taxRates: {},
    invoices: {},
    creditNotes: {},
    providerSettings: {},
    policies: {},
    activity: [],
    replays: {},
  }
}
