import type { InvoiceFacts, IsoDate } from '../model.ts'
import type { Accepted, Recorded } from './situation.ts'

/** The day of the invoice in Rillet: Sequence's, or the one chosen for it because the books were closed. */
export const bookedDate = (
  { accountingDate }: Pick<InvoiceFacts, 'accountingDate'>,
  { bookedOn }: Pick<Recorded, 'bookedOn'>,
): IsoDate => (bookedOn !== null && bookedOn.for === accountingDate ? bookedOn.on : accountingDate)

type Dates = Pick<Accepted, 'accountingDate' | 'dueDate' | 'invoiceNumber'>

/** What Rillet should say of dates and number. */
export const bookedDates = (
  { accountingDate, dueDate, invoiceNumber }: Dates,
  recorded: Pick<Recorded, 'bookedOn'>,
): Dates => ({
  accountingDate: bookedDate({ accountingDate }, recorded),
  dueDate,
  invoiceNumber,
})
