import * as z from 'zod'
import { creditNoteStates } from '../../domain/credit-note.ts'
import { Instant, paging } from './common.ts'
import { ProblemView } from './invoices.ts'

const text = z.string().nullable()

export const CreditNoteQuery = z.object({
  state: z.enum(creditNoteStates).optional(),
  ...paging,
})

/** A credit note of Sequence with what became of it in Rillet. */
export const CreditNoteView = z
  .object({
    id: z.string(),
    number: text,
    /** The invoice that it credits; null when it stands alone. */
    invoiceId: text,
    customerId: text,
    customerName: text,
    currency: text,
    netTotal: text,
    totalTax: text,
    grossTotal: text,
    accountingDate: text,
    sourceStatus: text,
    state: z.enum(creditNoteStates),
    problems: z.array(ProblemView),
    blockedSince: Instant.nullable(),
    errorCode: text,
    errorText: text,
    failingSince: Instant.nullable(),
    nextTryAt: Instant.nullable(),
    /** Of the credit memo. */
    rilletId: text,
    /** What of it is set off against invoices in Rillet. */
    appliedTotal: text,
    note: text,
    changedAt: Instant,
  })
  .meta({ id: 'CreditNote' })

/** The request is under way; the list shows where it leads. */
export const CreditNoteAsked = z.object({ status: z.literal('asked') })
