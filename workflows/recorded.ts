import type { Remembered } from '../activities/source.ts'
import { changedAmounts } from '../domain/dates.ts'
import type { Recorded } from '../domain/decision/situation.ts'
import type { InvoiceFacts } from '../domain/model.ts'

/** Of an invoice that Postgres has not been asked about yet. */
export const nothingRecorded: Recorded = {
  rilletId: null,
  scope: null,
  inDoubt: false,
  verified: false,
  remote: null,
  accepted: null,
  bookedHash: null,
  changes: [],
  bookedOn: null,
  askedDay: null,
  voidCredit: false,
  openMemo: null,
  undone: null,
  writtenPaymentStatus: null,
  intendedPaymentStatus: null,
}

/** What Postgres answered; activities of earlier versions did not answer all of it. */
export const recordedOf = (remembered: Remembered, facts: InvoiceFacts | null): Recorded => ({
  ...nothingRecorded,
  // What the first version compared by itself is answered since.
  changes:
    facts === null || remembered.remote === null ? [] : changedAmounts(facts, remembered.remote),
  ...remembered,
})
