import { customerProblems, settingsProblems } from './checks.ts'
import type { Credit } from './credit.ts'
import { distinctProblems } from './distinct.ts'
import { REFERENCE_TYPE } from './ids.ts'
import type { Problem, SyncContext } from './model.ts'
import { compare, equal, isZero, subtract, sum } from './money.ts'
import { mapPricedLine, type PricedMapping } from './priced-line.ts'
import {
  creditNotPositive,
  linkTemplateInvalid,
  noLines,
  productNotMapped,
  rilletAnswerDiffers,
  taxOnUntaxedCustomer,
  totalsDiffer,
} from './problems.ts'
import { missingProducts, productFor } from './products.ts'
import { headerReferences, referencedId } from './references.ts'
import type { Mapping } from './result.ts'
import { chooseTax } from './tax.ts'
import { lineTaxRate } from './tax-rate.ts'
import type {
  AnsweredCreditMemo,
  CreditMemoRequest,
  ExchangeRate,
  LineTaxRate,
  RilletMoney,
} from './wire.ts'

export type CreditInput = {
  credit: Credit
  context: Pick<SyncContext, 'settings' | 'customer' | 'products'>
  /** Of the invoice that is undone; null lets Rillet take its own for the day. */
  exchangeRate: ExchangeRate | null
}

/**
 * The Rillet credit memo: every line and every cent, or all the reasons why not. Rillet's credit memos know
 * no tax in the header: each line carries its own, under its code, and together they are the document's.
 */
export function mapCreditMemo({
  credit,
  context,
  exchangeRate,
}: CreditInput): Mapping<CreditMemoRequest> {
  const { settings, customer, products } = context
  const lines = credit.lines.map((_, index) => lineAt(index, credit, context))
  const { create, problems } = missingProducts({ lines: factsOf(credit) }, { settings, products })
  const found = distinctProblems([
    ...settingsProblems(credit, settings),
    ...customerProblems(credit, { customer }),
    ...problems,
    ...create.map(productNotMapped),
    ...amountProblems(credit),
    ...lines.flatMap((line) => line.problems),
    ...(URL.canParse(credit.url) ? [] : [linkTemplateInvalid(credit.url)]),
  ])
  const warnings = lines.flatMap((line) => line.warnings)
  const items = lines.flatMap(({ item }) => (item === null ? [] : [item]))
  if (found.length > 0 || customer === null || settings.subsidiaryId === null) {
    return { ok: false, problems: found, warnings }
  }
  const value: CreditMemoRequest = {
    customer_id: customer.rilletId,
    subsidiary_id: settings.subsidiaryId,
    ...(credit.number === null ? {} : { credit_memo_number: credit.number }),
    credit_memo_date: credit.date,
    items,
    external_references: headerReferences(credit.id, credit.url),
    ...(exchangeRate === null ? {} : { exchange_rate: exchangeRate }),
  }
  return { ok: true, value, warnings }
}

/** Compares the credit memo that Rillet answered with what was sent. Empty when nothing differs. */
export function verifyCreditMemo(
  sent: CreditMemoRequest,
  total: { amount: string; currency: string },
  answered: AnsweredCreditMemo,
): Problem[] {
  const reference = sent.external_references.find(({ type }) => type === REFERENCE_TYPE)?.id
  return [
    ...differs('customer', sent.customer_id, answered.customer_id),
    ...(sent.credit_memo_number === undefined
      ? []
      : differs('credit memo number', sent.credit_memo_number, answered.credit_memo_number)),
    ...differs('number of lines', String(sent.items.length), String(answered.items.length)),
    ...totalDiffers(total, answered.total),
    ...differs(
      'reference to Sequence',
      reference ?? 'none',
      referencedId(answered.external_references) ?? 'none',
    ),
  ]
}

/** As `verifyCreditMemo`, of one that a person says is ours: typed into Rillet by hand, its lines are its own. */
export function verifyAdoptedMemo(
  { customerId, total, sourceId }: { customerId: string; total: RilletMoney; sourceId: string },
  found: AnsweredCreditMemo,
): Problem[] {
  const reference = referencedId(found.external_references)
  return [
    ...differs('customer', customerId, found.customer_id),
    ...totalDiffers(total, found.total),
    ...(reference === null ? [] : differs('reference to Sequence', sourceId, reference)),
  ]
}

function totalDiffers(ours: RilletMoney, theirs: RilletMoney): Problem[] {
  if (ours.currency === theirs.currency && equal(ours.amount, theirs.amount)) return []
  const words = ({ amount, currency }: RilletMoney) => `${amount} ${currency}`
  return [rilletAnswerDiffers('total', words(ours), words(theirs))]
}

const differs = (field: string, sent: string, answered: string): Problem[] =>
  sent === answered ? [] : [rilletAnswerDiffers(field, sent, answered)]

/** Net + tax is gross, and the lines' net and tax are the document's, exactly: only lines are sent. */
function amountProblems({ currency, netTotal, totalTax, grossTotal, lines }: Credit): Problem[] {
  if (lines.length === 0) return [noLines()]
  if (compare(grossTotal, '0') <= 0) return [creditNotPositive(grossTotal, currency)]
  const net = sum(lines.map((line) => line.netTotal))
  const tax = sum(lines.map((line) => line.totalTax))
  const pairs = [
    ['net plus tax', sum([netTotal, totalTax]), 'the gross total', grossTotal],
    ['the net of all lines', net, 'the net total', netTotal],
    ['the tax of all lines', tax, 'the total tax', totalTax],
  ] as const
  return pairs
    .filter(([, left, , right]) => !isZero(subtract(left, right)))
    .map(([left, leftAmount, right, rightAmount]) =>
      totalsDiffer(
        { name: left, amount: leftAmount },
        { name: right, amount: rightAmount },
        currency,
      ),
    )
}

function lineAt(
  index: number,
  credit: Credit,
  { settings, products }: CreditInput['context'],
): PricedMapping {
  const line = credit.lines[index]
  if (line === undefined) return { item: null, problems: [], warnings: [] }
  const number = index + 1
  const { currency } = credit
  const product = productFor(number, line, { settings, products })
  const rilletProductId = product.kind === 'known' ? product.rilletId : ''
  const tax = taxOf(index, credit, settings)
  const taxRate = tax === null || 'problem' in tax ? null : tax
  const mapped = mapPricedLine({ line, number, currency, rilletProductId, taxRate })
  return tax !== null && 'problem' in tax
    ? { ...mapped, item: null, problems: [...mapped.problems, tax.problem] }
    : mapped
}

/** A line without tax says nothing of tax; one with tax needs its code. */
function taxOf(
  index: number,
  { lines, currency, customerTaxStatus, roundings }: Credit,
  { taxTable, taxCodes }: CreditInput['context']['settings'],
): LineTaxRate | { problem: Problem } | null {
  const line = lines[index]
  if (line === undefined || isZero(line.totalTax)) return null
  const { taxCategoryId, netTotal: net, totalTax: tax, taxRate: rate } = line
  const choice = chooseTax({ customerTaxStatus, taxCategoryId, taxTable })
  if (!choice.ok) return { problem: choice.problem }
  if (choice.code === null) return { problem: taxOnUntaxedCustomer('tax exempt', tax, currency) }
  const taxed = { number: index + 1, net, tax, rate, currency, roundings }
  const answer = lineTaxRate(taxed, choice.code, taxCodes)
  return answer.ok ? answer.value : { problem: answer.problem }
}

/** What of its lines decides which products are missing. */
export const factsOf = ({ lines }: Pick<Credit, 'lines'>) =>
  lines.map(({ productId, rilletProductId, taxCategoryId, netTotal, totalTax }) => ({
    productId,
    rilletProductId,
    taxCategoryId,
    net: netTotal,
    tax: totalTax,
  }))
