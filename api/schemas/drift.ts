import * as z from 'zod'
import { paging, Search } from './common.ts'
import { DriftView, InvoiceView } from './invoices.ts'

export const DriftQuery = z.strictObject({ search: Search, ...paging })

/** An invoice in which the two systems differ. */
export const DriftingInvoice = InvoiceView.extend({ drift: z.array(DriftView) }).meta({
  id: 'DriftingInvoice',
})
