import type { Entry } from './entry.ts'

/** What Rillet or Sequence answered, or what changed after the invoice had been sent. */
export const vendorErrors = {
  rillet_refused: {
    title: 'Rillet refused the request',
    whatHappened: 'Rillet says: {sentence}',
    who: 'finance',
    how: 'Mend what Rillet names, in Rillet or in Sequence, then press Retry sync.',
    params: ['sentence'],
  },
  rillet_unreachable: {
    title: 'Rillet does not answer',
    whatHappened: 'Rillet could not be reached or was busy ({detail}).',
    who: 'nobody',
    how: 'Nothing: the sync tries again by itself. Retry sync skips the pause.',
    params: ['detail'],
  },
  rillet_answer_unreadable: {
    title: 'Rillet’s answer could not be read',
    whatHappened: 'Rillet answered in a form that the sync does not know ({detail}).',
    who: 'support',
    how: 'Tell the support of this sync; press Retry sync after an update.',
    params: ['detail'],
  },
  rillet_answer_differs: {
    title: 'Rillet booked something else than was sent',
    whatHappened: 'After creation the {field} in Rillet is {answered}, but {sent} was sent.',
    who: 'finance',
    how: 'Open the invoice in Rillet. Correct it there and press Retry sync, or delete it there to have it sent again.',
    params: ['field', 'sent', 'answered'],
  },
  rillet_edited: {
    title: 'Changed in Rillet',
    whatHappened: 'The {field} in Rillet is now {theirs}; the sync wrote {ours}.',
    who: 'finance',
    how: 'Press Accept theirs to keep Rillet’s value, or Push ours to write Sequence’s again.',
    params: ['field', 'ours', 'theirs'],
  },
  period_closed: {
    title: 'The accounting period is closed',
    whatHappened: 'The date {date} lies in a period that is closed in Rillet’s books.',
    who: 'finance',
    how: 'Reopen the period in Rillet (Close → Periods), or book by hand and press Mark as synced. After reopening the invoice goes on by itself.',
    params: ['date'],
  },
  in_doubt: {
    title: 'Not sure whether Rillet has it',
    whatHappened:
      'The connection broke while Rillet was asked to create it ({detail}), so it may exist there.',
    who: 'nobody',
    how: 'Nothing: the sync looks in Rillet before it sends again. If you have looked yourself, press Resolve.',
    params: ['detail'],
  },
  date_change_refused: {
    title: 'Rillet refused the new dates',
    whatHappened:
      'The dates changed in Sequence after the sync, and Rillet did not take them over: {sentence}',
    who: 'finance',
    how: 'Change the dates in Rillet by hand, or mend what Rillet names and press Retry sync.',
    params: ['sentence'],
  },
  source_changed_after_sync: {
    title: 'Changed in Sequence after the sync',
    whatHappened:
      'The {field} in Sequence is now {ours}, but {theirs} is booked in Rillet, where it cannot be changed.',
    who: 'finance',
    how: 'Delete the invoice in Rillet to have it sent again as it is now, or press Accept theirs.',
    params: ['field', 'ours', 'theirs'],
  },
  source_voided_after_sync: {
    title: 'Voided in Sequence, still in Rillet',
    whatHappened: 'The invoice was voided in Sequence after it had been booked in Rillet.',
    who: 'finance',
    how: 'Delete the invoice in Rillet, or issue a credit memo there if its period is closed.',
    params: [],
  },
  sequence_refused: {
    title: 'Sequence refused the request',
    whatHappened: 'Sequence says: {sentence}',
    who: 'finance',
    how: 'Mend what Sequence names, then press Retry sync.',
    params: ['sentence'],
  },
  sequence_unreachable: {
    title: 'Sequence does not answer',
    whatHappened: 'Sequence could not be reached or was busy ({detail}).',
    who: 'nobody',
    how: 'Nothing: the sync tries again by itself. Retry sync skips the pause.',
    params: ['detail'],
  },
  sequence_answer_unreadable: {
    title: 'Sequence’s answer could not be read',
    whatHappened: 'Sequence answered in a form that the sync does not know ({detail}).',
    who: 'support',
    how: 'Tell the support of this sync; press Retry sync after an update.',
    params: ['detail'],
  },
  sequence_not_found: {
    title: 'Not found in Sequence',
    whatHappened: 'Sequence has no {what} {id} (any more).',
    who: 'finance',
    how: 'Look for it in Sequence. If it is there, press Retry sync; if not, press Exclude.',
    params: ['what', 'id'],
  },
} as const satisfies Record<string, Entry>
