import * as z from 'zod'

/** The month that is tied out. */
export const TieOutSearch = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
})
