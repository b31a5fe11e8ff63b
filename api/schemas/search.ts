import { z } from 'zod'
import { toCursor } from '../../store/cursor.ts'
import { afterOf, paging, Search } from './common.ts'

export const SearchQuery = z.strictObject({ search: Search, ...paging })

/** A vendor's cursor, made opaque like our own. */
export const cursorIn = (cursor: string | undefined) => afterOf(cursor, 1)?.[0]
export const cursorOut = (cursor: string | null) => (cursor === null ? null : toCursor([cursor]))
