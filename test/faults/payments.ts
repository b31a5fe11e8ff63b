import { setTimeout as pause } from 'node:timers/promises'
import type { Json } from '../support/http.ts'
import { text, units } from './money.ts'
import type { InvoicePlan, PaymentStep } from './plan.ts'
import type { Actor } from './stage/cast.ts'
import type { Stage } from './stage/start.ts'

type Bill = { rilletId: string; plan: InvoicePlan }
type Payer = { stage: Stage; actor: Actor }

/** Money comes in, is corrected and goes away again, in Rillet, by people's hands. */
export async function payIn(payer: Payer, { rilletId, plan }: Bill): Promise<void> {
  for (const step of plan.payments) {
    await take(payer, { rilletId, plan }, step)
    if (plan.pauseMs > 0) await pause(plan.pauseMs)
  }
}

async function take({ stage, actor }: Payer, { rilletId, plan }: Bill, step: PaymentStep) {
  const { currency } = plan
  const at = `/invoices/${rilletId}`
  const { total, amount_due: due } = await actor.rillet.get(at)
  const { payments } = await actor.rillet.get(`${at}/payments`)
  const open = units(due.amount, currency)
  const last = payments.findLast(({ status }: Json) => status === 'UNCLEARED')
  const share = (percent: number, most: bigint) => {
    const wanted = (units(total.amount, currency) * BigInt(percent)) / 100n
    const least = wanted < 1n ? 1n : wanted
    return least > most ? most : least
  }
  const body = (amount: bigint) => ({
    amount: { amount: text(amount, currency), currency },
    date: '2026-11-20',
    account_code: '1000',
  })
  switch (step.kind) {
    case 'pay':
      if (open > 0n) await actor.rillet.post(`${at}/payments`, body(share(step.percent, open)))
      return
    case 'edit': {
      if (last === undefined) return
      const most = open + units(last.amount.amount, currency)
      await actor.rillet.put(`${at}/payments/${last.id}`, body(share(step.percent, most)))
      return
    }
    case 'delete':
      if (last !== undefined) await actor.rillet.delete(`${at}/payments/${last.id}`)
      return
    case 'clear':
    case 'fail':
      if (last !== undefined) {
        await stage.rillet.post(`/_sandbox/payments/${last.id}/${step.kind}`)
      }
  }
}

type Settled = { rilletId: string; currency: string; memoId: string | null }

/** What both sides must say in the end, by Rillet's rows alone. */
export async function settledBy(actor: Actor, { rilletId, currency, memoId }: Settled) {
  const { total } = await actor.rillet.get(`/invoices/${rilletId}`)
  const { payments } = await actor.rillet.get(`/invoices/${rilletId}/payments`)
  const { applications } =
    memoId === null ? { applications: [] } : await actor.rillet.get(`/credit-memos/${memoId}`)
  const credited = applications
    .filter(({ invoice_id }: Json) => invoice_id === rilletId)
    .reduce((sum: bigint, { amount }: Json) => sum + units(amount.amount, currency), 0n)
  return settlement({ total: units(total.amount, currency), payments, credited, currency })
}

type Money = { total: bigint; payments: Json[]; credited: bigint; currency: string }

export function settlement({ total, payments, credited, currency }: Money) {
  const paid = payments
    .filter(({ status }) => status !== 'FAILED')
    .reduce((sum, { amount }) => sum + units(amount.amount, currency), credited)
  if (paid >= total) return { state: 'paid', paymentStatus: 'PAID' }
  if (paid > 0n) return { state: 'partially_paid', paymentStatus: 'PARTIALLY_PAID' }
  return { state: 'synced', paymentStatus: 'UNPAID' }
}
