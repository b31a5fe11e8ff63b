import * as z from 'zod'
import { Currency, Day, Id, paging, Search } from '../../../api/schemas/common.ts'
import { State } from '../../../api/schemas/invoices.ts'

const filter = {
  state: State.optional().catch(undefined),
  errorClass: z
    .string()
    .regex(/^\w{1,60}$/)
    .optional()
    .catch(undefined),
  customerId: Id.optional().catch(undefined),
  currency: Currency.optional().catch(undefined),
  search: Search.catch(undefined),
  from: Day.optional().catch(undefined),
  to: Day.optional().catch(undefined),
}

/** What is asked for. */
export const InvoiceFilter = z.object(filter)
export type InvoiceFilter = z.infer<typeof InvoiceFilter>

/** The list's filters and place as the address bar holds them; what is no filter is passed over. */
export const InvoicesSearch = z.object({
  ...filter,
  cursor: paging.cursor.catch(undefined),
  trail: z.string().optional().catch(undefined),
})
