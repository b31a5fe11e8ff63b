import * as z from 'zod'

const idRule = 'must be an id: letters, digits, - and _ (at most 64)'

/** Any id of either vendor in a path: it becomes part of workflow ids and vendors' paths. */
export const Id = z.string().regex(/^[\w-]{1,64}$/, idRule)

export const AccountParams = z.object({ accountId: Id })
export const ThingParams = AccountParams.extend({ id: Id })

export const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency code such as GBP')
/** Without the year 0, which Postgres does not know. */
export const Day = z.iso
  .date('must be a day of the calendar as YYYY-MM-DD')
  .refine((day) => day >= '0001', 'must be a day from 0001-01-01 on')
export const Instant = z.iso.datetime()

const isPlain = (text: string) => text.isWellFormed() && !/\p{Cc}/u.test(text)

/** Free text: trimmed, without what Postgres, Temporal or an HTTP header cannot hold. */
export const plainText = (most: number, least = 0) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .refine(isPlain, 'must be without control characters (line breaks too) and broken characters')

export const Search = plainText(200, 1).optional()

/** What every list takes. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(2_000).optional(),
}

export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** An instant or nothing, as JSON carries it. */
export const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** Says why a person does it; kept in the timeline. */
export const Reason = plainText(500, 1)
