import type { Entry } from './entry.ts'

/** What Rillet or Sequence answered, or what changed after the invoice had been sent. */
export const vendorErrors = {
  rillet_refused: {
    title: 'Rillet refused the request',
    whatHappened: 'Rillet says: {sentence}',
    who: 'finance',
    how: 'Mend what Rillet names, in Rillet or in Sequence. Then press Retry sync or, where that is not offered, once more what Rillet refused.',
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
    how: 'Press Accept theirs or Leave as is to keep Rillet’s value, or Push ours to write Sequence’s again. What Rillet does not let the sync change (amounts, products, lines) needs Delete and recreate. While something else blocks the invoice, Accept theirs and Push ours are not offered: mend that first.',
    params: ['field', 'ours', 'theirs'],
  },
  period_closed: {
    title: 'The accounting period is closed',
    whatHappened: 'The date {date} lies in a period that is closed in Rillet’s books.',
    who: 'finance',
    how: 'Reopen the period in Rillet (Close → Periods): the invoice then goes on by itself. Or press one of these, as far as they are offered: Date on the first open day; Mark as synced, after booking it by hand; Exclude.',
    howAsked:
      'Reopen the period in Rillet (Close → Periods), then press Retry sync. Or press one of these, as far as they are offered: Date on the first open day; Mark as synced, after booking it by hand; Exclude.',
    params: ['date'],
  },
  in_doubt: {
    title: 'Not sure whether Rillet has it',
    whatHappened:
      'The connection broke while Rillet was asked to create it ({detail}), so it may exist there.',
    who: 'nobody',
    how: 'Nothing: the sync looks in Rillet before it sends again. If you have looked yourself, press Resolve doubt.',
    params: ['detail'],
  },
  date_change_refused: {
    title: 'Rillet refused to change the invoice',
    whatHappened:
      'Rillet was to have the booked invoice as Sequence has it, and did not change it: {sentence}',
    who: 'finance',
    how: 'Mend what Rillet names and press Retry sync; if Push ours is offered again then, press that too. Or press Leave as is to keep the invoice in Rillet as it is.',
    params: ['sentence'],
  },
  source_changed_after_sync: {
    title: 'Changed in Sequence after the sync',
    whatHappened:
      'The {field} in Sequence is now {ours}, but {theirs} is booked in Rillet, where it cannot be changed.',
    who: 'finance',
    how: 'Press Delete and recreate to have it booked as it is now, Credit the difference if less is to be booked, or Leave as is.',
    params: ['field', 'ours', 'theirs'],
  },
  source_voided_after_sync: {
    title: 'Voided in Sequence, still in Rillet',
    whatHappened: 'The invoice was voided in Sequence after it had been booked in Rillet.',
    who: 'finance',
    how: 'Press Delete in Rillet, or Credit the difference to take it back by a credit memo, or Leave as is. Settings → Voided invoices lets the sync do it by itself.',
    params: [],
  },
  void_refused: {
    title: 'Voided in Sequence, and cannot be deleted in Rillet',
    whatHappened:
      'The invoice was voided in Sequence, but it has to stay in Rillet for the reason given beside this.',
    who: 'finance',
    how: 'Press Credit the difference to take it back by a credit memo, or Leave as is; or mend the reason in Rillet and press Retry sync.',
    params: [],
  },
  recreate_refused: {
    title: 'Cannot be deleted and made again',
    whatHappened:
      'The invoice has to stay in Rillet as it is for the reason given beside this, so it was not made again.',
    who: 'finance',
    how: 'Mend the reason: the invoice is then made again by itself or, where something stands against it in Rillet, when you press Delete and recreate again. Or press Leave as is or, where it is offered because less is to be booked, Credit the difference.',
    params: [],
  },
  delete_held: {
    title: 'Something stands against it in Rillet',
    whatHappened: 'Rillet has {stands} for this invoice: deleting it would take that along.',
    who: 'finance',
    how: 'Remove it from the invoice in Rillet first, if it is not meant for it.',
    params: ['stands'],
  },
  not_updatable: {
    title: 'Rillet updates no invoice of this scope',
    whatHappened:
      'The invoice was created in the scope {scope}, which Rillet never changes afterwards.',
    who: 'finance',
    how: 'Change it in Rillet by hand, press Delete and recreate, or Leave as is.',
    params: ['scope'],
  },
  payment_status_differs: {
    title: 'Paid in Sequence, not in Rillet',
    whatHappened:
      'Sequence says {ours}, which the sync did not write; Rillet’s payments and credits make it {theirs}.',
    who: 'finance',
    how: 'Record the payment in Rillet, press Accept theirs to have Sequence follow Rillet, or Leave as is. While something else blocks the invoice, Accept theirs is not offered: mend that first.',
    params: ['ours', 'theirs'],
  },
  sequence_refused: {
    title: 'Sequence refused the request',
    whatHappened: 'Sequence says: {sentence}',
    who: 'finance',
    how: 'Mend what Sequence names, then press Retry sync. If the invoice was deleted in Rillet, set its payment status in Sequence by hand instead: Retry sync would book it anew.',
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
