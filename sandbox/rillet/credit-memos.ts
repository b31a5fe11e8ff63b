import { Big } from 'big.js'
import { z } from 'zod'
import { roundMoney } from '../kit/money.ts'
import type { Api, Call } from './api.ts'
import { assertOpen } from './books.ts'
import { applyCreditMemo, unapplyCreditMemo } from './credit-memo-applications.ts'
import { CreateCreditMemo, UpdateCreditMemo } from './credit-memo-schemas.ts'
import { creditAmounts, viewCreditMemo } from './credit-memo-view.ts'
import { checkCurrency, exchangeRateOf, singleCurrency } from './currencies.ts'
import { assertTaxAccount, subsidiaryOf } from './directory.ts'
import { newLine, taxOf } from './invoice-lines.ts'
import { UpdateTaxes } from './invoice-schemas.ts'
import { withTaxes } from './invoice-taxes.ts'
import type { CreditMemo, CreditMemoItem, Session } from './model.ts'
import { listPage, UpdatedAfter } from './paging.ts'
import { parseBody } from './parse.ts'
import { checkReferences, checkUnique } from './references.ts'
import { refused, relatedMissing } from './refusal.ts'
import { existing, newListed, touch } from './session.ts'
import { publish } from './webhooks.ts'
import { Uuid } from './wire.ts'

const Filters = UpdatedAfter.extend({ subsidiary_id: z.optional(Uuid) })

export function creditMemoRoutes(api: Api): void {
  const path = '/credit-memos/:credit_memo_id'
  const named = (session: Session, { ids }: Call) => creditMemoOf(session, ids['credit_memo_id'])
  api('GET', '/credit-memos', (session, { query }) =>
    listPage(session, {
      name: 'credit_memos',
      items: Object.values(session.organization.creditMemos),
      query,
      filters: Filters,
      keep: (memo, { subsidiary_id: id }) => id === undefined || memo.subsidiary_id === id,
      view: (memo) => viewCreditMemo(session, memo),
    }),
  )
  api('POST', '/credit-memos', createCreditMemo)
  api('GET', path, (session, call) => viewCreditMemo(session, named(session, call)))
  api('PUT', path, (session, call) => updateCreditMemo(session, named(session, call), call.body))
  api('DELETE', path, (session, call) => deleteCreditMemo(session, named(session, call)))
  api('POST', `${path}/taxes`, (session, call) =>
    updateCreditTaxes(session, named(session, call), call.body),
  )
  api('POST', `${path}/applications`, (session, call) =>
    applyCreditMemo(session, named(session, call), call.body),
  )
  api('DELETE', `${path}/applications`, (session, call) =>
    unapplyCreditMemo(session, named(session, call)),
  )
}

export const creditMemoOf = ({ organization }: Session, id: string | undefined): CreditMemo =>
  existing(organization.creditMemos, id, 'The credit memo')

/** What is left goes back to the customer: a person's action, not the API's. */
export function refundCreditMemo(session: Session, memo: CreditMemo) {
  if (memo.refunded || creditAmounts(memo).remaining.lte(0)) {
    throw refused('nothing_to_refund', 'Nothing of the credit memo remains.')
  }
  memo.refunded = true
  return announce(session, memo, 'PAYMENT_UPDATED')
}

function createCreditMemo(session: Session, { body }: Call) {
  const { organization } = session
  const request = parseBody(session.world, CreateCreditMemo, body)
  const { credit_memo_date, external_references = [] } = request
  assertOpen(session, credit_memo_date)
  const customer = organization.customers[request.customer_id]
  if (customer === undefined) throw relatedMissing('customer', request.customer_id)
  const subsidiary = subsidiaryOf(session, request.subsidiary_id)
  const { currency, items } = itemsOf(session, request)
  checkCurrency(session, { currency, customerId: customer.id, subsidiary })
  checkReferences(session, external_references)
  checkUnique(session, external_references, Object.values(organization.creditMemos))
  const exchange_rate = exchangeRateOf(session, request.exchange_rate, {
    base: currency,
    target: subsidiary.currency,
    date: credit_memo_date,
  })
  const memo: CreditMemo = {
    ...newListed(session),
    subsidiary_id: subsidiary.id,
    customer_id: customer.id,
    credit_memo_number: request.credit_memo_number ?? nextNumber(session),
    credit_memo_date,
    currency,
    items,
    exchange_rate,
    external_references,
    applications: [],
    refunded: false,
  }
  organization.creditMemos[memo.id] = memo
  return announce(session, memo, 'CREATED')
}

function updateCreditMemo(session: Session, memo: CreditMemo, body: unknown) {
  const request = parseBody(session.world, UpdateCreditMemo, body)
  const { credit_memo_date, external_references = [] } = request
  assertOpen(session, memo.credit_memo_date, credit_memo_date)
  assertUnapplied(memo)
  const { currency, items } = itemsOf(session, request)
  if (currency !== memo.currency) {
    throw refused('currency_mismatch', `The credit memo is in ${memo.currency}.`)
  }
  checkReferences(session, external_references)
  const others = Object.values(session.organization.creditMemos)
  checkUnique(session, external_references, others, memo.id)
  Object.assign(memo, { credit_memo_date, external_references, items })
  return announce(session, memo, 'UPDATED')
}

function deleteCreditMemo(session: Session, memo: CreditMemo): undefined {
  assertOpen(session, memo.credit_memo_date)
  assertUnapplied(memo)
  delete session.organization.creditMemos[memo.id]
  publish(session, { entity: 'CREDIT_MEMO', event: 'DELETED', body: JSON.stringify(memo.id) })
}

function updateCreditTaxes(session: Session, memo: CreditMemo, body: unknown) {
  const request = parseBody(session.world, UpdateTaxes, body)
  assertOpen(session, memo.credit_memo_date)
  const items = withTaxes(memo.items, request, memo.currency)
  const { tax, remaining } = creditAmounts({ ...memo, items })
  if (!tax.eq(0)) assertTaxAccount(session)
  if (remaining.lt(0)) throw refused('total_below_applications', 'More than that is applied.')
  memo.items = items
  return announce(session, memo, 'UPDATED')
}

function announce(
  session: Session,
  memo: CreditMemo,
  event: 'CREATED' | 'UPDATED' | 'PAYMENT_UPDATED',
) {
  if (event !== 'CREATED') touch(session, memo)
  const view = viewCreditMemo(session, memo)
  publish(session, { entity: 'CREDIT_MEMO', event, body: JSON.stringify(view) })
  return view
}

function itemsOf(session: Session, { items, credit_memo_date }: UpdateCreditMemo) {
  const monies = items.flatMap(({ price, tax_rate }) => [
    price.amount_per_unit,
    tax_rate?.tax_amount,
  ])
  const currency = singleCurrency(monies.filter((amount) => amount !== undefined))
  const made = items.map((item): CreditMemoItem => {
    const { product_id: productId, quantity, amount_per_unit } = item.price
    const net = roundMoney(new Big(amount_per_unit.amount).times(quantity), currency)
    const tax_lines = taxOf(item, net, currency)
    const { fields, revenue } = item
    return {
      ...newLine(session, { productId, currency, date: credit_memo_date, fields, revenue }),
      description: item.description,
      quantity,
      net: net.toFixed(),
      tax: tax_lines[0]?.tax_amount ?? '0',
      tax_lines,
    }
  })
  if (made.some(({ tax }) => !new Big(tax).eq(0))) assertTaxAccount(session)
  return { currency, items: made }
}

function assertUnapplied({ applications, refunded }: CreditMemo): void {
  if (applications.length === 0 && !refunded) return
  throw refused('credit_memo_applied', 'The credit memo is applied or refunded.')
}

function nextNumber({ organization: { counters } }: Session): string {
  counters.creditMemo += 1
  return `CM-${String(counters.creditMemo).padStart(4, '0')}`
}
