import type { z } from 'zod'
import type { State } from '../../api/schemas/invoices.ts'
import type { IconName } from '../components/icon.tsx'

export type InvoiceState = z.infer<typeof State>
export type Tone = 'neutral' | 'info' | 'good' | 'warning' | 'bad' | 'doubt'

/** A word with a mark: never a colour alone. */
export type Look = { label: string; icon: IconName; tone: Tone }

/** How each state of an invoice is called and marked, everywhere. */
export const stateLooks: Record<InvoiceState, Look> = {
  blocked: { label: 'Blocked', icon: 'stop', tone: 'warning' },
  drift: { label: 'Differs', icon: 'differs', tone: 'bad' },
  in_doubt: { label: 'Being looked up', icon: 'search', tone: 'doubt' },
  waiting: { label: 'Waiting', icon: 'clock', tone: 'info' },
  synced: { label: 'Synced', icon: 'check', tone: 'good' },
  partially_paid: { label: 'Partly paid', icon: 'half', tone: 'good' },
  paid: { label: 'Paid', icon: 'checks', tone: 'good' },
  removed: { label: 'Deleted in Rillet', icon: 'trash', tone: 'neutral' },
  voided: { label: 'Voided', icon: 'slash', tone: 'neutral' },
  excluded: { label: 'Excluded', icon: 'minus', tone: 'neutral' },
}

/** What became of each invoice of a bulk retry. */
export const bulkItemLooks = {
  pending: { label: 'To come', icon: 'clock', tone: 'neutral' },
  working: { label: 'Under way', icon: 'clock', tone: 'info' },
  done: { label: 'Done', icon: 'check', tone: 'good' },
  held: { label: 'Waits again', icon: 'stop', tone: 'warning' },
  refused: { label: 'Refused', icon: 'minus', tone: 'bad' },
  cancelled: { label: 'Not asked', icon: 'slash', tone: 'neutral' },
} as const satisfies Record<string, Look>

/** How a bulk retry as a whole stands. */
export const bulkLooks = {
  running: { label: 'Going on', icon: 'clock', tone: 'info' },
  done: { label: 'Done', icon: 'check', tone: 'good' },
  cancelled: { label: 'Cancelled', icon: 'slash', tone: 'neutral' },
} as const satisfies Record<string, Look>

/** What became of a delivery. */
export const deliveryLooks = {
  pending: { label: 'Being handled', icon: 'clock', tone: 'info' },
  handed_over: { label: 'Handled', icon: 'check', tone: 'good' },
  ignored: { label: 'Nothing to do', icon: 'minus', tone: 'neutral' },
  echo: { label: 'Echo of our own write', icon: 'retry', tone: 'neutral' },
  unmatched: { label: 'No invoice of ours', icon: 'search', tone: 'neutral' },
  unreadable: { label: 'Not readable', icon: 'alert', tone: 'warning' },
  quarantined: { label: 'Put aside', icon: 'stop', tone: 'bad' },
} as const satisfies Record<string, Look>

/** Why a delivery asked for nothing to be done, by its outcome. */
export const ignoredWords: Record<string, string> = {
  event_not_followed: 'the sync does not need this kind of news',
  not_finalized: 'only what is finalized is synced',
  excluded: 'the invoice is left out of the sync',
  credit_notes_off: 'the settings leave credit notes alone',
  customer_not_linked: 'the customer is not linked',
}

/** A line of the doctor. */
export const doctorLooks = {
  ok: { label: 'Good', icon: 'check', tone: 'good' },
  bad: { label: 'To mend', icon: 'stop', tone: 'bad' },
  warn: { label: 'Look at it', icon: 'alert', tone: 'warning' },
  unknown: { label: 'Not known yet', icon: 'clock', tone: 'neutral' },
} as const satisfies Record<string, Look>

/** How what somebody asked for ended. */
export const auditLooks = {
  done: { label: 'Done', icon: 'check', tone: 'good' },
  refused: { label: 'Refused', icon: 'stop', tone: 'bad' },
  failed: { label: 'Not possible', icon: 'alert', tone: 'warning' },
  unknown: { label: 'Not answered', icon: 'clock', tone: 'doubt' },
} as const satisfies Record<string, Look>

export const vendorName = { sequence: 'Sequence', rillet: 'Rillet' } as const
