import * as z from 'zod'
import { paging } from '../api/schemas/common.ts'

/** Where in a list one is, for a page without filters. */
export const PlaceSearch = z.object({
  cursor: paging.cursor.catch(undefined),
  trail: z.string().optional().catch(undefined),
})
