import type { Action } from '../../queries/invoice-actions.ts'
import type { Detail } from '../../queries/invoices.ts'

type Words = {
  label: string
  title: string
  about: string
  /** Where books are touched, a reason is asked for. */
  reason: 'required' | 'optional'
  danger?: boolean
}

const words: Record<Action, Words> = {
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
    about: 'For an invoice that was booked by hand. Nothing is sent.',
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
    about: 'The invoice in Rillet is changed where it differs.',
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
}

/** Those states' invoices are in the books no more: taking them up again books them anew. */
const closed: readonly Detail['state'][] = ['removed', 'voided', 'excluded']

/** What a button says, and what its dialog asks. */
export function wordsOf(action: Action, { state }: Pick<Detail, 'state'>): Words {
  if (action !== 'retry' || !closed.includes(state)) return words[action]
  return {
    ...words.retry,
    title: 'Take this invoice up again',
    about: 'It is synced like a new one: it is created in Rillet again if it is not there.',
    reason: 'required',
  }
}
