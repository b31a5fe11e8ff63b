import type { RilletClient } from '../clients/rillet/client.ts'
import type { CreditMemo } from '../clients/rillet/schemas.ts'
import type { Decimal, IsoDate } from '../domain/model.ts'
import { add, compare, equal, format, isZero, smallest, subtract, sum } from '../domain/money.ts'

export type WantedApplication = {
  /** Rillet's invoice. */
  invoiceId: string
  /** In the memo's currency; what is applied to this invoice already counts as part of it. */
  amount: Decimal
  /** Not before the invoice's own date. */
  date: IsoDate
}

export type Application = Parameters<RilletClient['applyCreditMemo']>[1][number]

/** Applies the credit memo to these invoices, as `planSetOff` says. Returns the memo as it is then. Twice does no harm. */
export async function applyMemo(
  rillet: RilletClient,
  memo: CreditMemo,
  wanted: WantedApplication[],
): Promise<CreditMemo> {
  const set = await planSetOff(rillet, memo, { wanted, before: [] })
  return set === null ? memo : replaceSetOff(rillet, memo, set)
}

type SetOffPlan = {
  wanted: WantedApplication[]
  /** Rillet's invoices that the sync may have set it off against before. */
  before: string[]
}

/**
 * The whole set of the memo's applications as it should be, null when it is so already: to what is wanted exactly
 * the wanted amount, but no more than the invoice has open and the memo has left; to what was set off before and is
 * not wanted any more nothing. What others applied to other invoices stays as it is.
 */
export async function planSetOff(
  rillet: RilletClient,
  memo: CreditMemo,
  { wanted, before }: SetOffPlan,
): Promise<Application[] | null> {
  const ours = new Set([...before, ...wanted.map(({ invoiceId }) => invoiceId)])
  const isOurs = ({ invoice_id }: Application) => ours.has(invoice_id)
  const there = memo.applications.map(({ invoice_id, amount, application_date }) => ({
    invoice_id,
    amount,
    application_date,
  }))
  const staying = wanted.map((one) => ({
    ...one,
    has: appliedTo(memo, one.invoiceId),
    stays: smallest([appliedTo(memo, one.invoiceId), one.amount]),
  }))
  const applied = sum(there.filter(isOurs).map(({ amount }) => amount.amount))
  const freed = subtract(applied, sum(staying.map(({ stays }) => stays)))
  let left = add(memo.remaining_amount.amount, freed)
  let isChanged = !isZero(freed)
  const set = there.filter((one) => !isOurs(one))
  for (const { invoiceId, amount, date, has, stays } of staying) {
    const rows = there.filter(({ invoice_id }) => invoice_id === invoiceId)
    const missing = smallest([subtract(amount, stays), left])
    const invoice = compare(missing, '0') > 0 ? await rillet.getInvoice(invoiceId) : null
    const more = invoice === null ? '0' : smallest([missing, invoice.amount_due.amount])
    if (invoice !== null && compare(more, '0') > 0) {
      left = subtract(left, more)
      isChanged = true
      const on = date > invoice.invoice_date ? date : invoice.invoice_date
      set.push(application(memo, invoiceId, { amount: add(stays, more), on }))
    } else if (equal(stays, has)) set.push(...rows)
    else if (!isZero(stays)) {
      set.push(
        application(memo, invoiceId, { amount: stays, on: rows[0]?.application_date ?? date }),
      )
    }
  }
  return isChanged ? set : null
}

/** Rillet replaces the whole set; it takes an empty one by another call, which answers nothing. */
export async function replaceSetOff(
  rillet: RilletClient,
  { id }: CreditMemo,
  set: Application[],
): Promise<CreditMemo> {
  if (set.length > 0) return rillet.applyCreditMemo(id, set)
  await rillet.unapplyCreditMemo(id)
  return rillet.getCreditMemo(id)
}

/** What is applied of the memo to this Rillet invoice. */
export const appliedTo = ({ applications }: CreditMemo, invoiceId: string): Decimal =>
  sum(
    applications
      .filter(({ invoice_id }) => invoice_id === invoiceId)
      .map(({ amount }) => amount.amount),
  )

function application(
  { total: { currency } }: CreditMemo,
  invoiceId: string,
  { amount, on }: { amount: Decimal; on: IsoDate },
): Application {
  return {
    invoice_id: invoiceId,
    amount: { amount: format(amount, currency) ?? amount, currency },
    application_date: on,
  }
}
