import * as z from 'zod'

const text = z.string().optional().catch(undefined)

/** Filters of the lists of customers and products. */
export const ThingsSearch = z.object({ search: text, cursor: text, trail: text })
