import * as z from 'zod'

const text = z.string().optional().catch(undefined)

/** Filters of the list of deliveries. */
export const DeliveriesSearch = z.object({
  source: z.enum(['sequence', 'rillet']).optional().catch(undefined),
  status: z
    .enum(['pending', 'handed_over', 'ignored', 'echo', 'unmatched', 'unreadable', 'quarantined'])
    .optional()
    .catch(undefined),
  cursor: text,
  trail: text,
})
