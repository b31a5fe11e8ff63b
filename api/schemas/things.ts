import * as z from 'zod'
import { Currency, Id, Instant } from './common.ts'

export const LinkBody = z.strictObject({
  rilletId: Id,
  /** Customers: the currency of their Rillet invoices; left out, it is learnt if they all agree. */
  currency: Currency.nullable().optional(),
})
export const CurrencyBody = z.strictObject({ currency: Currency.nullable() })

export const LinkView = z
  .object({
    rilletId: z.string(),
    rilletName: z.string().nullable().describe('What Rillet calls it, as last seen'),
    origin: z.enum(['created', 'adopted', 'person']).nullable(),
    currency: z.string().nullable(),
    url: z.string().nullable(),
    linkedAt: Instant,
  })
  .meta({ id: 'Link' })

export const CustomerSyncView = z
  .object({
    state: z.enum(['in_sync', 'waiting', 'problem', 'off']),
    /** What only a person can mend, in words. */
    problem: z.object({ whatHappened: z.string(), how: z.string() }).nullable(),
    /** Sentences: what Rillet has no field for, or wants whole. */
    warnings: z.array(z.string()),
    /** Archived in Sequence; Rillet has no such mark. */
    archived: z.boolean(),
    /** What a try failed with, and when the next one is. */
    errorText: z.string().nullable(),
    nextTryAt: Instant.nullable(),
    checkedAt: Instant.nullable(),
    /** When something was last written to Rillet, which fields, and which of them had been changed there too. */
    writtenAt: Instant.nullable(),
    writtenFields: z.array(z.string()),
    overwrittenFields: z.array(z.string()),
  })
  .meta({ id: 'CustomerSync' })

/** A customer or product of Sequence with what it is in Rillet. */
export const ThingView = z
  .object({
    id: z.string(),
    name: z.string(),
    taxStatus: z.string().nullable(),
    archived: z.boolean(),
    link: LinkView.nullable(),
    /** Why the last try to create it was refused, in words. */
    problem: z.string().nullable(),
    inDoubtSince: Instant.nullable().describe(
      'Rillet was asked to create it and its answer was lost: it is looked for, or a person resolves it',
    ),
    /** Customers: how it is kept in step with its linked one; null when it is not. */
    sync: CustomerSyncView.nullable(),
    /** How many invoices are held back by it. */
    waitingInvoices: z.int(),
    bookedInvoices: z
      .int()
      .nullable()
      .describe(
        'Customers: how many invoices of it are in Rillet; unlinking leaves them as they are',
      ),
  })
  .meta({ id: 'LinkedThing' })

export const RilletThing = z
  .object({ id: z.string(), name: z.string(), url: z.string().nullable() })
  .meta({ id: 'RilletThing' })

export const RilletAccount = z
  .object({
    code: z.string().nullable(),
    name: z.string(),
    type: z.string(),
    status: z.string(),
  })
  .meta({ id: 'RilletAccount' })

export const RilletSubsidiary = z
  .object({ id: z.string(), name: z.string(), currency: z.string() })
  .meta({ id: 'RilletSubsidiary' })

/** Where a FULL invoice asks to be paid. */
export const RilletBankAccount = z
  .object({
    id: z.string(),
    name: z.string(),
    currency: z.string(),
    subsidiaryId: z.string().nullable(),
    status: z.string(),
  })
  .meta({ id: 'RilletBankAccount' })

/** As Rillet keeps it for bills: what a tax code can be described with. */
export const RilletTaxRate = z
  .object({
    code: z.string(),
    country: z.string(),
    description: z.string(),
    /** Per cent. */
    percentage: z.string(),
  })
  .meta({ id: 'RilletTaxRate' })

/** A creation that has not ended yet goes on; ask again later. */
export const Running = z.object({ status: z.literal('running'), workflowId: z.string() })
