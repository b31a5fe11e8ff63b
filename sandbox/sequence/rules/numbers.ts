import type { Account } from '../model/account.ts'

/** The next number, without gaps within an account: `SEQ-0001` for invoices, `SCN-0001` for credit notes. */
export function numberOf(account: Account, kind: 'invoice' | 'creditNote'): string {
  if (kind === 'invoice') {
    account.lastInvoiceNumber += 1
    return numbered('SEQ', account.lastInvoiceNumber)
  }
  account.lastCreditNoteNumber += 1
  return numbered('SCN', account.lastCreditNoteNumber)
}

const numbered = (prefix: string, count: number): string =>
  `${prefix}-${String(count).padStart(4, '0')}`
