import { z } from 'zod'
import { fromCursor } from '../../store/cursor.ts'
import { ApiError } from '../problem.ts'

const idRule = 'must be an id: letters, digits, - and _ (at most 64)'

/** Any id of either vendor in a path: it becomes part of workflow ids and vendors' paths. */
export const Id = z.string().regex(/^[\w-]{1,64}$/, idRule)

export const AccountParams = z.object({ accountId: Id })
export const ThingParams = AccountParams.extend({ id: Id })

export const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency code such as GBP')
export const Day = z.iso.date('must be a day as YYYY-MM-DD')
export const Instant = z.iso.datetime()

export const Search = z.string().trim().min(1).max(200).optional()

/** What every list takes. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(2_000).optional(),
}

export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** A list's cursor as the store takes it. Throws an `ApiError` for one that no list gave. */
export function afterOf(cursor: string | undefined, length: number): string[] | null {
  if (cursor === undefined) return null
  const after = fromCursor(cursor, length)
  if (after !== null) return after
  throw new ApiError('invalid_request', undefined, [
    {
      field: 'querystring.cursor',
      message: 'This must be the nextCursor of the list before: give that, or leave it out.',
    },
  ])
}

/** An instant or nothing, as JSON carries it. */
export const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** Says why a person does it; kept in the timeline. */
export const Reason = z.string().trim().min(1).max(500)
