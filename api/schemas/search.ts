import { z } from 'zod'
import { toCursor } from '../../store/cursor.ts'
import { afterOf, paging, plainText, Search } from './common.ts'

export const SearchQuery = z.strictObject({ search: Search, ...paging })

/** A vendor's cursor, made opaque like our own. */
const VendorCursor = z.tuple([plainText(1_500, 1)])

export const cursorIn = (cursor: string | undefined) => afterOf(cursor, VendorCursor)?.[0]
export const cursorOut = (cursor: string | null) => (cursor === null ? null : toCursor([cursor]))
