import type { z } from 'zod'
import type { State } from '../../api/schemas/invoices.ts'
import { isMemoInDoubt } from './standing.ts'

type InvoiceState = z.infer<typeof State>

type Words = {
  label: string
  title: string
  about: string
  /** Where books are touched, a reason is asked for. */
  reason: 'required' | 'optional'
  danger?: boolean
}

const words = {
  retry: {
    label: 'Retry sync',
    title: 'Retry the sync',
    about: 'Both systems are read again and the next step is taken.',
    reason: 'optional',
  },
  exclude: {
    label: 'Exclude',
    title: 'Exclude this invoice',
    about:
      'The sync leaves it alone from now on; what is in Rillet stays there. Retry sync takes it up again.',
    reason: 'required',
    danger: true,
  },
  markAsSynced: {
    label: 'Mark as synced',
    title: 'Mark this invoice as synced',
    about:
      'For an invoice that was booked by hand; nothing is sent. One that is in Rillet is checked and followed from then on; one that is booked elsewhere shows as Excluded, with a note that says so.',
    reason: 'required',
  },
  acceptTheirs: {
    label: 'Accept theirs',
    title: 'Accept what Rillet says',
    about: 'What differs counts as right from now on. Nothing is written to either system.',
    reason: 'required',
  },
  pushOurs: {
    label: 'Push ours',
    title: 'Write what Sequence says to Rillet',
    about:
      'Rillet gets Sequence’s dates, number, texts and service periods, as far as it lets an invoice be changed. No update changes amounts, products or the number of lines, nor anything of an invoice in the scope Receivables only: where nothing else differs, nothing is sent, and the timeline says so.',
    reason: 'required',
    danger: true,
  },
  recreate: {
    label: 'Delete and recreate',
    title: 'Delete it in Rillet and book it again',
    about: 'The invoice in Rillet is deleted and made anew as Sequence has it now.',
    reason: 'required',
    danger: true,
  },
  creditDifference: {
    label: 'Credit the difference',
    title: 'Credit the difference in Rillet',
    about: 'A credit memo in Rillet takes off what is booked there too much.',
    reason: 'required',
    danger: true,
  },
  leave: {
    label: 'Leave as is',
    title: 'Leave the difference as it is',
    about: 'Nothing is written to either system; the difference holds the invoice up no more.',
    reason: 'required',
  },
  deleteInRillet: {
    label: 'Delete in Rillet',
    title: 'Delete the invoice in Rillet',
    about: 'It was voided in Sequence; its invoice in Rillet is deleted.',
    reason: 'required',
    danger: true,
  },
  dateOnOpenDay: {
    label: 'Date on the first open day',
    title: 'Date the invoice on the first open day',
    about: 'Its period is closed in Rillet: it is booked there on the first day that is open.',
    reason: 'required',
  },
  resolveInDoubt: {
    label: 'Resolve doubt',
    title: 'Say whether the invoice is in Rillet',
    about:
      'An answer of Rillet was lost, so the sync cannot know whether the invoice was made. Look in Rillet first: a wrong answer makes a second invoice, or leaves it out.',
    reason: 'required',
  },
} satisfies Record<string, Words>

/** What may be asked of an invoice. */
export type Action = keyof typeof words

/** Those states' invoices are in the books no more: taking them up again books them anew. */
const closed: readonly InvoiceState[] = ['removed', 'voided', 'excluded']

const voidedRetry = {
  title: 'Look at this voided invoice again',
  about:
    'Both systems are read again. It is booked in Rillet only if it is no longer voided in Sequence; otherwise it stays voided.',
  reason: 'required',
} as const

const ofMemo = {
  title: 'Say whether the credit memo is in Rillet',
  about:
    'An answer of Rillet was lost, so the sync cannot know whether the credit memo was made. Look in Rillet first: a wrong answer credits the invoice twice, or not at all.',
} as const

type Standing = { state: InvoiceState; rilletId: string | null }

/** What a button says, and what its dialog asks. */
export function wordsOf(action: Action, invoice: Standing): Words {
  const { state } = invoice
  if (action === 'resolveInDoubt' && isMemoInDoubt(invoice)) return { ...words[action], ...ofMemo }
  if (action !== 'retry' || !closed.includes(state)) return words[action]
  if (state === 'voided') return { ...words.retry, ...voidedRetry }
  return {
    ...words.retry,
    title: 'Take this invoice up again',
    about: 'It is synced like a new one: it is created in Rillet again if it is not there.',
    reason: 'required',
  }
}
