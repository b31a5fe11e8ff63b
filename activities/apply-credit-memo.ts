import type { RilletClient } from '../clients/rillet/client.ts'
import type { CreditMemo } from '../clients/rillet/schemas.ts'
import type { Decimal, IsoDate } from '../domain/model.ts'
import { add, compare, format, smallest, subtract, sum } from '../domain/money.ts'

export type WantedApplication = {
  /** Rillet's invoice. */
  invoiceId: string
  /** In the memo's currency; what is applied to this invoice already counts as part of it. */
  amount: Decimal
  /** Not before the invoice's own date. */
  date: IsoDate
}

/**
 * Applies the credit memo to invoices, at most as far as each is open and the memo goes. Rillet
 * replaces the whole set: what is there is read, merged and written back; nothing is written when
 * nothing is missing. Returns the memo as it is then. Twice does no harm.
 */
export async function applyMemo(
  rillet: RilletClient,
  memo: CreditMemo,
  wanted: WantedApplication[],
): Promise<CreditMemo> {
  let remaining = memo.remaining_amount.amount
  let isChanged = false
  const applications = memo.applications.map(({ invoice_id, amount, application_date }) => ({
    invoice_id,
    amount,
    application_date,
  }))
  for (const { invoiceId, amount, date } of wanted) {
    const missing = smallest([subtract(amount, appliedTo(memo, invoiceId)), remaining])
    if (compare(missing, '0') <= 0) continue
    const invoice = await rillet.getInvoice(invoiceId)
    const { currency } = memo.total
    const more = smallest([missing, invoice.amount_due.amount])
    if (compare(more, '0') <= 0) continue
    remaining = subtract(remaining, more)
    isChanged = true
    applications.push({
      invoice_id: invoiceId,
      amount: { amount: format(more, currency) ?? more, currency },
      application_date: date > invoice.invoice_date ? date : invoice.invoice_date,
    })
  }
  return isChanged ? rillet.applyCreditMemo(memo.id, merged(applications)) : memo
}

/** What is applied of the memo to this Rillet invoice. */
export const appliedTo = ({ applications }: CreditMemo, invoiceId: string): Decimal =>
  sum(
    applications
      .filter(({ invoice_id }) => invoice_id === invoiceId)
      .map(({ amount }) => amount.amount),
  )

type Application = Parameters<RilletClient['applyCreditMemo']>[1][number]

/** One application an invoice: what was there grows by what is added. */
function merged(applications: Application[]): Application[] {
  const byInvoice = new Map<string, Application>()
  for (const one of applications) {
    const before = byInvoice.get(one.invoice_id)
    if (before === undefined) byInvoice.set(one.invoice_id, one)
    else {
      const { currency } = one.amount
      const whole = add(before.amount.amount, one.amount.amount)
      byInvoice.set(one.invoice_id, {
        ...one,
        amount: { amount: format(whole, currency) ?? whole, currency },
      })
    }
  }
  return [...byInvoice.values()]
}
