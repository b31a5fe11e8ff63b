import type { CreditMemo } from '../clients/rillet/schemas.ts'
import type { Applied } from '../domain/credit-note.ts'
import type { Decimal, Problem } from '../domain/model.ts'
import { equal, format } from '../domain/money.ts'
import { setOffDiffers } from '../domain/problems.ts'
import { appliedTo } from './apply-credit-memo.ts'

export type SetOff = { before: Applied[]; wanted: Applied[]; memo: CreditMemo }
type Difference = { invoiceId: string; applied: Decimal; wanted: Decimal }

/** Of the invoices that are or were named: what Rillet has against them, where it is not what is wanted. */
export function differencesOf({ before, wanted, memo }: SetOff): Difference[] {
  const invoices = new Map<string, string>()
  for (const { rilletId, invoiceId } of [...before, ...wanted].filter(isInRillet)) {
    invoices.set(rilletId, invoiceId)
  }
  return [...invoices]
    .map(([id, invoiceId]) => ({
      invoiceId,
      applied: appliedTo(memo, id),
      wanted: wanted.find(({ rilletId }) => rilletId === id)?.amount ?? '0',
    }))
    .filter(({ applied, wanted }) => !equal(applied, wanted))
}

export function differing(
  { applied, wanted, invoiceId }: Difference,
  { currency, blockedOn }: { currency: string; blockedOn: string },
): Problem {
  const shown = (amount: Decimal) => format(amount, currency) ?? amount
  const amounts = { applied: shown(applied), wanted: shown(wanted), currency }
  return setOffDiffers({ invoiceId, ...amounts }, blockedOn)
}

export const isInRillet = <T extends Applied>(one: T): one is T & { rilletId: string } =>
  typeof one.rilletId === 'string'
