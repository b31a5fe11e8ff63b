import type { Entry } from './entry.ts'

/** What keeps a credit memo from Rillet, and tax that stands on the lines there. */
export const creditErrors = {
  tax_code_not_described: {
    title: 'A tax code is not described',
    whatHappened:
      'Rillet must be told country, kind and description of the tax on each line, and the settings say none of them for the code {code}.',
    who: 'administrator',
    how: 'Open Settings → Tax table, press Describe a VAT code or Describe a sales tax code, fill in the code {code} and press Save.',
    params: ['code'],
  },
  tax_rate_differs: {
    title: 'The tax does not follow from its code',
    whatHappened:
      'Line {line} carries {tax} {currency} of tax in Sequence, but {percentage} % of its net is {expected} {currency}: more than rounding lies between. Nothing was sent.',
    who: 'administrator',
    how: 'Correct “Per cent, if fixed” of the code {code} under Settings → Tax table, or leave it empty if each line has a rate of its own; or correct the tax in Sequence.',
    params: ['line', 'code', 'percentage', 'expected', 'tax', 'currency'],
  },
  tax_rate_unusable: {
    title: 'A tax rate that Rillet cannot take',
    whatHappened:
      'Line {line} has a tax rate of {percentage} %; Rillet takes 0 to 100, with at most 15 digits.',
    who: 'finance',
    how: 'Correct the tax rate in Sequence (void the document and issue it again), then press Retry sync.',
    params: ['line', 'percentage'],
  },
  credit_not_positive: {
    title: 'Nothing to credit',
    whatHappened:
      'The amount to credit is {amount} {currency}; a credit memo in Rillet can only take away from what is owed.',
    who: 'finance',
    how: 'Book the difference in Rillet by hand, or correct the document in Sequence and press Retry sync.',
    params: ['amount', 'currency'],
  },
  credit_leaves_open: {
    title: 'Credited, and still open in Rillet',
    whatHappened:
      'The invoice was voided in Sequence and credited in Rillet by all that the sync had booked, but Rillet still shows {amount} {currency} of it as due.',
    who: 'finance',
    how: 'Look at the invoice in Rillet: credit the rest there by hand and press Retry sync, or press Leave as is to have it stay open.',
    params: ['amount', 'currency'],
  },
  credit_note_not_final: {
    title: 'Credit note not finalized',
    whatHappened:
      'The credit note is {status} in Sequence; only finalized and sent ones are synced.',
    who: 'finance',
    how: 'Finalize the credit note in Sequence. It then goes on by itself.',
    params: ['status'],
  },
  credit_note_undated: {
    title: 'The credit note has no date',
    whatHappened:
      'Rillet wants a date, and Sequence gives neither an accounting nor an issue date.',
    who: 'finance',
    how: 'Give the credit note a date in Sequence, then press Retry sync.',
    params: [],
  },
  invoice_not_in_rillet: {
    title: 'Its invoice is not in Rillet yet',
    whatHappened:
      'The credit note credits the invoice {invoice}, which the sync has not booked in Rillet.',
    who: 'nobody',
    how: 'Nothing, while the invoice is on its way: the credit note goes on when it is booked. If the invoice was booked by hand, press Mark as synced on it.',
    params: ['invoice'],
  },
  set_off_differs: {
    title: 'Set off otherwise in Rillet',
    whatHappened:
      'Sequence sets {wanted} {currency} of the credit note off against the invoice {invoice}; in Rillet it is {applied} {currency}, and Rillet did not take the change.',
    who: 'finance',
    how: 'Mend what keeps Rillet from taking it (it is named beside this), or set the credit memo off in Rillet as Sequence has it; then press Retry sync.',
    params: ['invoice', 'wanted', 'applied', 'currency'],
  },
  credit_memo_in_use: {
    title: 'Voided in Sequence, used in Rillet',
    whatHappened:
      'The credit note was voided in Sequence, but in Rillet its credit memo is refunded, or set off against invoices that the sync did not choose.',
    who: 'finance',
    how: 'Undo the refund or these applications in Rillet and press Retry sync; the credit memo is then deleted.',
    params: [],
  },
  credit_memo_removed: {
    title: 'The credit memo was deleted in Rillet',
    whatHappened: 'The credit memo that the sync had made is not in Rillet any more.',
    who: 'finance',
    how: 'Press Retry sync to have it made again.',
    params: [],
  },
} as const satisfies Record<string, Entry>
