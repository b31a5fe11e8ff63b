import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { holding } from './control-lookup.ts'
import { viewCreditMemo } from './credit-memo-view.ts'
import { creditMemoOf, refundCreditMemo } from './credit-memos.ts'
import { correctMisbooking } from './misbooking.ts'
import type { World } from './model.ts'
import { settlePayment } from './payments.ts'
import { notFound } from './refusal.ts'
import { existing } from './session.ts'
import { Currency } from './wire.ts'

/** A customer's currency, the outcome of a payment, a misbooked invoice put right, the refund of a credit memo. */
export function documentControl(app: FastifyInstance, world: World): void {
  app.put('/customers/:id/currency', async (request) => {
    const { session, id } = holding(world, request.params, 'customers')
    const { organization } = session
    const { currency } = z.strictObject({ currency: Currency.nullable() }).parse(request.body)
    delete organization.customerCurrencies[id]
    if (currency !== null) organization.customerCurrencies[id] = currency
    return { currency }
  })
  app.post('/payments/:id/:outcome', async (request) => {
    const { session, id, ids } = holding(world, request.params, 'payments')
    const payment = session.organization.payments[id]
    const outcome = { clear: 'SUCCESSFUL' as const, fail: 'FAILED' as const }[ids['outcome'] ?? '']
    if (payment === undefined || outcome === undefined) throw notFound('The payment')
    return settlePayment(session, payment, outcome)
  })
  app.post('/invoices/:id/correct', async (request) => {
    const { session, id } = holding(world, request.params, 'invoices')
    return correctMisbooking(session, existing(session.organization.invoices, id, 'The invoice'))
  })
  app.post('/credit-memos/:id/refund', async (request) => {
    const { session, id } = holding(world, request.params, 'creditMemos')
    refundCreditMemo(session, creditMemoOf(session, id))
    return viewCreditMemo(session, creditMemoOf(session, id))
  })
}
