import type { Decimal } from './model.ts'
import { isNegative, subtract } from './money.ts'

export type DueReading = {
  /** Rillet's, of the invoice as last read whole, and when that was. */
  total: Decimal
  amountDue: Decimal
  readAt: Date
}

export type DueLedger = {
  /** Payments and credits together; null while none was ever read. */
  paid: Decimal | null
  /** When the latest step of a payment or credit was written down. */
  changedAt: Date | null
}

/**
 * What is still due in Rillet, and of when that is. Payments are read more often than the invoice is: where one of
 * them is newer than the invoice's own figure, they decide.
 */
export function stillDue(
  { total, amountDue, readAt }: DueReading,
  { paid, changedAt }: DueLedger,
): { amount: Decimal; at: Date } {
  if (paid === null || changedAt === null || changedAt <= readAt) {
    return { amount: amountDue, at: readAt }
  }
  const rest = subtract(total, paid)
  return { amount: isNegative(rest) ? '0' : rest, at: changedAt }
}
