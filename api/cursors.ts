import { z } from 'zod'
import { fromCursor, toCursor } from '../store/cursor.ts'
import { ApiError } from './problem.ts'
import { plainText } from './schemas/common.ts'

/** What a cursor of our own rows holds: the last row's number. */
export const RowCursor = z.tuple([z.string().regex(/^\d{1,18}$/)])

/** A vendor's cursor, made opaque like our own. */
const VendorCursor = z.tuple([plainText(1_500, 1)])

/** A list's cursor as the store takes it. Throws an `ApiError` for one that no list gave. */
export function afterOf<T>(cursor: string | undefined, form: z.ZodType<T>): T | null {
  if (cursor === undefined) return null
  const { data } = form.safeParse(fromCursor(cursor))
  if (data === undefined) throw wrongCursor()
  return data
}

export const cursorIn = (cursor: string | undefined) => afterOf(cursor, VendorCursor)?.[0]
export const cursorOut = (cursor: string | null) => (cursor === null ? null : toCursor([cursor]))

export const wrongCursor = () =>
  new ApiError('invalid_request', undefined, [
    {
      field: 'querystring.cursor',
      message: 'This must be the nextCursor of the list before: give that, or leave it out.',
    },
  ])
