import type { Entry } from './entry.ts'

/** What keeps a credit memo from Rillet, and tax that stands on the lines there. */
export const creditErrors = {
  tax_code_not_described: {
    title: 'A tax code is not described',
    whatHappened:
      'Rillet must be told country, kind and description of the tax on each line, and the settings say none of them for the code {code}.',
    who: 'administrator',
    how: 'Open Settings → Tax, describe the code {code} and press Save.',
    params: ['code'],
  },
  tax_rate_differs: {
    title: 'The tax does not follow from its code',
    whatHappened:
      'Line {line} carries {tax} {currency} of tax in Sequence, but {percentage} % of its net is {expected} {currency}: more than rounding lies between. Nothing was sent.',
    who: 'administrator',
    how: 'Correct the percentage of the code {code} under Settings → Tax, or leave it empty if each line has a rate of its own; or correct the tax in Sequence.',
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
  credit_memo_removed: {
    title: 'The credit memo was deleted in Rillet',
    whatHappened: 'The credit memo that the sync had made is not in Rillet any more.',
    who: 'finance',
    how: 'Press Retry sync to have it made again.',
    params: [],
  },
} as const satisfies Record<string, Entry>
