import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../kit/clock.ts'
import { derivedId } from '../kit/ids.ts'
import { chartOfAccounts, usualTaxRates } from './defaults.ts'
import type { ApiKey, BankAccount, Organization, Subsidiary } from './model.ts'
import { Country, Currency, NotBlank, Uuid } from './wire.ts'

const Zone = z.string().refine(isZone, 'must be an IANA time zone')

const Account = z.strictObject({
  code: NotBlank,
  name: NotBlank,
  type: z.enum(['ASSET', 'LIABILITY', 'EQUITY', 'EXPENSE', 'INCOME']),
  subtype: z.string(),
  status: z.enum(['ACTIVE', 'INACTIVE']).default('ACTIVE'),
})

const TaxRate = z.strictObject({
  code: NotBlank,
  country: Country,
  description: z.string(),
  percentage: z.string().regex(/^\d+\.\d{4}$/, 'must have four decimals'),
})

export const ReferenceType = z.strictObject({
  slug: NotBlank,
  restricted: z.boolean().default(false),
})

export const NewKey = z.strictObject({
  name: z.string().default('API key'),
  token: z.string().regex(/^\S+$/).optional(),
  readOnly: z.boolean().default(false),
})
export type NewKey = z.output<typeof NewKey>

/** An organization as a seed or `POST /_sandbox/organizations` describes it; all of it may be left out. */
export const OrganizationInput = z.strictObject({
  id: Uuid.optional(),
  trade_name: NotBlank.default('Northwind Trading Inc.'),
  currency: Currency.default('USD'),
  timezone: Zone.default('America/New_York'),
  multiCurrency: z.boolean().default(true),
  subsidiaries: z
    .array(
      z.strictObject({
        id: Uuid.optional(),
        trade_name: NotBlank,
        currency: Currency,
        timezone: Zone.optional(),
      }),
    )
    .optional(),
  accounts: z.array(Account).optional(),
  taxRates: z.array(TaxRate).optional(),
  referenceTypes: z.array(ReferenceType).default([]),
  keys: z.array(NewKey).optional(),
})
export type OrganizationInput = z.input<typeof OrganizationInput>

type Basics = { clock: Clock; newId: () => string }

/** A new organization with a sensible chart of accounts. With a given id its other ids follow from it. */
export function newOrganization(input: OrganizationInput, { clock, newId }: Basics): Organization {
  const given = OrganizationInput.parse(input)
  const id = given.id ?? newId()
  const idFor = (what: string) => derivedId(`${id}/${what}`)
  const { currency, timezone, trade_name } = given
  const subsidiaries = (given.subsidiaries ?? [{ trade_name, currency }]).map(
    (one, at): Subsidiary => ({
      id: one.id ?? idFor(`subsidiary/${at}`),
      currency: one.currency,
      timezone: one.timezone ?? timezone,
      trade_name: one.trade_name,
      type: 'LEGAL_ENTITY',
    }),
  )
  const updated_at = clock.iso()
  return {
    id,
    trade_name,
    currency,
    timezone,
    multiCurrency: given.multiCurrency,
    subsidiaries,
    accounts: (given.accounts ?? chartOfAccounts).map((account) => ({
      status: 'ACTIVE',
      ...account,
      id: idFor(`account/${account.code}`),
      intercompany: false,
      updated_at,
    })),
    taxRates: (given.taxRates ?? usualTaxRates).map((rate) => ({
      id: idFor(`tax/${rate.code}`),
      ...rate,
    })),
    bankAccounts: subsidiaries.map(
      (subsidiary, at): BankAccount => ({
        id: idFor(`bank/${at}`),
        name: 'Operating account',
        currency: subsidiary.currency,
        bank_name: 'First Sandbox Bank',
        subsidiary_id: subsidiary.id,
        account_code: '1000',
        mask: '4321',
        transactions_start_date: null,
        status: 'ACTIVE',
      }),
    ),
    fields: [],
    keys: (given.keys ?? [NewKey.parse({})]).map((key) => newKey(NewKey.parse(key), newId)),
    referenceTypes: given.referenceTypes,
    periods: [],
    webhooks: [],
    customers: {},
    products: {},
    invoices: {},
    payments: {},
    creditMemos: {},
    deletedInvoices: [],
    customerCurrencies: {},
    idempotency: {},
    counters: { seq: 0, invoice: 0, creditMemo: 0, touchedMs: 0 },
  }
}

/** A key; its token is made unless given. */
export function newKey({ name, token, readOnly }: NewKey, newId: () => string): ApiKey {
  const made = `rillet_sandbox_${randomBytes(20).toString('hex')}`
  return { id: newId(), name, token: token ?? made, readOnly, revokedAt: null }
}

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
