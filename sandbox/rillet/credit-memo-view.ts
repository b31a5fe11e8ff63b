import { Big } from 'big.js'
import { sum } from '../kit/money.ts'
import { senderAddress } from './invoice-view.ts'
import type { CreditMemo, Session } from './model.ts'
import { money, present } from './view.ts'

/** Net, tax and what of the total has been applied. */
export function creditAmounts({ items, applications }: Pick<CreditMemo, 'items' | 'applications'>) {
  const net = sum(items.map((item) => new Big(item.net)))
  const tax = sum(items.map((item) => new Big(item.tax)))
  const total = net.plus(tax)
  const applied = sum(applications.map(({ amount }) => new Big(amount.amount)))
  return { net, tax, total, applied, remaining: total.minus(applied) }
}

/** The credit memo as answers and webhooks show it. */
export function viewCreditMemo(session: Session, memo: CreditMemo): Record<string, unknown> {
  const { currency } = memo
  const amounts = creditAmounts(memo)
  const shown = (amount: Big) => money(session, amount, currency)
  return present({
    id: memo.id,
    subsidiary_id: memo.subsidiary_id,
    credit_memo_number: memo.credit_memo_number,
    customer_id: memo.customer_id,
    items: memo.items.map((item) =>
      present({
        id: item.id,
        description: item.description,
        revenue: item.revenue,
        quantity: item.quantity,
        net_amount: shown(new Big(item.net)),
        taxed_amount: shown(new Big(item.tax)),
        total_amount: shown(new Big(item.net).plus(item.tax)),
        product_id: item.product_id,
        fields: item.fields,
      }),
    ),
    credit_memo_date: memo.credit_memo_date,
    address: senderAddress,
    status: statusOf(memo),
    net_amount: shown(amounts.net),
    taxed_amount: shown(amounts.tax),
    total: shown(amounts.total),
    applied_amount: shown(amounts.applied),
    remaining_amount: shown(amounts.remaining),
    applications: memo.applications.map((application) => ({
      id: application.id,
      credit_memo_id: memo.id,
      invoice_id: application.invoice_id,
      invoice_number: session.organization.invoices[application.invoice_id]?.invoice_number,
      amount: money(session, application.amount.amount, currency),
      application_date: application.application_date,
    })),
    exchange_rate: memo.exchange_rate,
    external_references: memo.external_references,
    updated_at: memo.updated_at,
  })
}

function statusOf(memo: CreditMemo): string {
  if (memo.refunded) return 'REFUNDED'
  const { applied, remaining } = creditAmounts(memo)
  if (applied.eq(0)) return 'UNAPPLIED'
  return remaining.gt(0) ? 'PARTIALLY_APPLIED' : 'APPLIED'
}
