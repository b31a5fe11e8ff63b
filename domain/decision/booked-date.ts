import { changedDates, type DateField, type RemoteDates } from '../dates.ts'
import type { InvoiceFacts, IsoDate } from '../model.ts'
import type { Accepted, Recorded } from './situation.ts'

/** The day of the invoice in Rillet: Sequence's, or the one chosen for it because the books were closed. */
export const bookedDate = (
  { accountingDate }: Pick<InvoiceFacts, 'accountingDate'>,
  { bookedOn }: Pick<Recorded, 'bookedOn'>,
): IsoDate => (bookedOn !== null && bookedOn.for === accountingDate ? bookedOn.on : accountingDate)

type Dates = Pick<Accepted, 'accountingDate' | 'dueDate' | 'invoiceNumber'>

/** Dates and number as Sequence has them, on the day that was chosen for it. */
export const sourceDates = (
  { accountingDate, dueDate, invoiceNumber }: Dates,
  recorded: Pick<Recorded, 'bookedOn'>,
): Dates => ({
  accountingDate: bookedDate({ accountingDate }, recorded),
  dueDate,
  invoiceNumber,
})

/**
 * What Rillet should say of dates and number: Sequence's, and Rillet's own of each that a person accepted, for as
 * long as neither side has moved it since.
 */
export function bookedDates(
  source: Dates,
  recorded: Pick<Recorded, 'bookedOn' | 'remote' | 'accepted'>,
): Dates {
  const { remote, accepted } = recorded
  const dates = sourceDates(source, recorded)
  if (remote === null || accepted === null) return dates
  const isKept = (ours: keyof Dates, theirs: keyof RemoteDates) =>
    accepted[ours] === dates[ours] &&
    (accepted.theirs === undefined || accepted.theirs[theirs] === remote[theirs])
  return {
    accountingDate: isKept('accountingDate', 'invoiceDate')
      ? remote.invoiceDate
      : dates.accountingDate,
    dueDate: isKept('dueDate', 'dueDate') ? remote.dueDate : dates.dueDate,
    invoiceNumber: isKept('invoiceNumber', 'invoiceNumber')
      ? remote.invoiceNumber
      : dates.invoiceNumber,
  }
}

/** Which of them Rillet does not say yet. */
export const movedFields = (
  source: Dates,
  recorded: Pick<Recorded, 'bookedOn' | 'remote' | 'accepted'>,
): DateField[] =>
  recorded.remote === null ? [] : changedDates(bookedDates(source, recorded), recorded.remote)
