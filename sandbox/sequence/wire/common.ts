import { z } from 'zod'
import { countries, states } from './countries.ts'
import { IntegrationService } from './enums.ts'

/** Text that says something. */
export const Text = z.string().trim().min(1).max(4_000)

/** A decimal in text, as all of Sequence's money, quantities and rates: `"-12.50"`. No exponent. */
export const Decimal = z.string().regex(/^-?\d{1,15}(\.\d{1,18})?$/, 'is not a decimal number')

/** A calendar day that exists, `yyyy-MM-dd`. */
export const Day = z.iso.date('is not a date in the form yyyy-MM-dd')

export const Instant = z.iso.datetime({ offset: true, error: 'is not an ISO 8601 instant' })

export const Id = z.uuid('is not a UUID')

export const Country = z.string().refine((code) => countries.includes(code), 'unknown country')
export const State = z.string().refine((code) => states.includes(code), 'unknown state')

export const Address = z.strictObject({
  line1: Text,
  line2: z.string().nullish(),
  town: Text,
  state: State.nullish(),
  postcode: Text,
  country: Country,
})
export type Address = z.infer<typeof Address>

export const ExternalId = z.strictObject({ key: IntegrationService, value: Text })
export const KeyValue = z.strictObject({ key: Text, value: z.string() })

/** Days, both ends included: how groups, invoices and credit notes write a period. */
export const InclusiveRange = z
  .strictObject({ start: Day, endInclusive: Day })
  .refine(({ start, endInclusive }) => start <= endInclusive, 'ends before it starts')

/** The same thing as an invoice's line item writes it. */
export const DateRange = z
  .strictObject({ startDate: Day, endDate: Day })
  .refine(({ startDate, endDate }) => startDate <= endDate, 'ends before it starts')
