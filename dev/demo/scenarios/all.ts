import type { Scenario } from '../stage.ts'
import { deleteInRillet, sendWithLaterDueDate } from './changes.ts'
import { closedScenarios } from './closed.ts'
import { creditInRillet, issueCreditNote, voidCreditNote } from './credits.ts'
import { changeAfterSync, editInRillet, openPeriod, voidInSequence } from './differences.ts'
import { addReferenceType, linkLater } from './mending.ts'
import { payBehindStripe, payInFull, payInParts } from './payments.ts'

/** By the key of the invoice; the others only wait for the sync. */
export const scenarios: Record<string, Scenario> = {
  'one-line': payInFull,
  'unlinked-customer': linkLater,
  'missing-type': addReferenceType,
  'stripe-link': payBehindStripe,
  'paid-in-parts': payInParts,
  'deleted-in-rillet': deleteInRillet,
  'sent-later': sendWithLaterDueDate,
  voided: voidInSequence,
  'edited-in-rillet': editInRillet,
  'changed-after-sync': changeAfterSync,
  'closed-period': openPeriod,
  'credit-note': issueCreditNote,
  'credit-note-voided': voidCreditNote,
  'credited-in-rillet': creditInRillet,
  'ar-only': payInFull,
  ...closedScenarios,
}
