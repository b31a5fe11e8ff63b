import { z } from 'zod'
import { Currency, Day, Id, paging, Search } from '../../../api/schemas/common.ts'
import { State } from '../../../api/schemas/invoices.ts'

const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)

/** The list's filters as the address bar holds them; what is no filter is passed over. */
export const InvoicesSearch = z.object({
  state: lenient(State),
  errorClass: lenient(z.string().regex(/^\w{1,60}$/)),
  customerId: lenient(Id),
  currency: lenient(Currency),
  search: Search.catch(undefined),
  from: lenient(Day),
  to: lenient(Day),
  cursor: paging.cursor.catch(undefined),
  trail: z.string().optional().catch(undefined),
})
