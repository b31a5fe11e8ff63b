import { illegalMove } from '../refusal.ts'
import type { InvoiceStatus, PaymentStatus } from '../wire/enums.ts'

/** From which statuses each move is allowed. */
const allowed = {
  draft: ['IN_PROGRESS'],
  edit: ['IN_PROGRESS', 'DRAFT'],
  'change the currency': ['DRAFT'],
  'change lines': ['DRAFT'],
  delete: ['IN_PROGRESS', 'DRAFT'],
  finalize: ['DRAFT'],
  'finalize and send': ['DRAFT'],
  send: ['FINAL'],
  'mark as sent': ['DRAFT', 'FINAL'],
  'edit as sent': ['SENT'],
  'remind of payment': ['SENT'],
  'set the payment status': ['FINAL', 'SENT'],
  void: ['DRAFT', 'FINAL', 'SENT'],
} as const satisfies Record<string, InvoiceStatus[]>

export type Move = keyof typeof allowed

/** Whether an invoice or a credit note may make the move. */
export const mayMove = (move: Move, status: InvoiceStatus): boolean =>
  allowed[move].some((from) => from === status)

/** Refuses a move that the status does not allow. */
export function requireMove(move: Move, status: InvoiceStatus): void {
  if (!mayMove(move, status)) throw illegalMove(move, status)
}

/** A sent invoice may be voided only while nobody has paid on it. */
export function requireVoidable(status: InvoiceStatus, paymentStatus: PaymentStatus): void {
  requireMove('void', status)
  const untouched = paymentStatus === 'UNPAID' || paymentStatus === 'UNCOLLECTIBLE'
  if (status === 'SENT' && !untouched) throw illegalMove('void', `SENT and ${paymentStatus}`)
}
