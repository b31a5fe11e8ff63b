import type { Hint } from '../../store/hint-window.ts'

/** What becomes of one delivery. */
export type Decision =
  | { status: 'handed_over'; invoiceId: string; hint: Hint }
  | { status: 'handed_over'; invoiceId: null; customerId: string; hint: Hint }
  /** For another run than an invoice's: of the credit note with this id. */
  | { status: 'handed_over'; invoiceId: null; runId: string; hint: Hint }
  | {
      status: 'ignored' | 'echo' | 'unmatched' | 'unreadable'
      outcome: string | null
      invoiceId: string | null
    }
