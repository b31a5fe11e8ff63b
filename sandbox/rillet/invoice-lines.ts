import { Big } from 'big.js'
import { roundMoney } from '../kit/money.ts'
import { accountOf } from './directory.ts'
import { checkFields, checkMandatory } from './fields.ts'
import type { ExternalItem, FullItem } from './invoice-schemas.ts'
import type { InvoiceItem, Product, Revenue, Session, TaxLine } from './model.ts'
import { currencyOf } from './products.ts'
import { refused, relatedMissing } from './refusal.ts'
import type { ItemRevenue } from './wire.ts'

export type Line = Pick<InvoiceItem, 'id' | 'product_id' | 'revenue' | 'fields'>
type LineRequest = { revenue?: ItemRevenue | undefined; fields?: InvoiceItem['fields'] | undefined }

/** What every line needs: a product, a period of revenue, known fields. */
export function newLine(
  session: Session,
  request: LineRequest & { productId: string; currency: string; date: string },
): Line {
  const product = session.organization.products[request.productId]
  if (product === undefined) throw relatedMissing('product', request.productId)
  checkProduct(session, product, request.currency)
  const fields = request.fields ?? null
  checkFields(session, fields)
  checkMandatory(session, fields)
  return {
    id: session.world.newId(),
    product_id: product.id,
    revenue: revenueOf(session, request.revenue, { product, date: request.date }),
    fields,
  }
}

/** A line of an invoice issued elsewhere: its total is given, before tax. */
export function externalLine(session: Session, item: ExternalItem, date: string): InvoiceItem {
  const { currency } = item.total_amount
  const { fields, revenue, product_id: productId } = item
  const gross = new Big(item.total_amount.amount)
  if (gross.lt(0) && session.world.switches().negativeLines === 'refused') {
    throw refused('negative_line', 'A line total must not be negative.')
  }
  return {
    ...newLine(session, { productId, currency, date, fields, revenue }),
    description: item.description,
    quantity: item.quantity,
    gross: gross.toFixed(),
    gross_rate: roundMoney(gross.div(item.quantity), currency).toFixed(),
    discount: '0',
    tax: item.tax_amount?.amount ?? '0',
    tax_lines: [],
    external_references: item.external_references,
  }
}

/** A line that the vendor prices itself: quantity by unit price, discount, tax rate. */
export function fullLine(session: Session, item: FullItem, date: string): InvoiceItem {
  const { quantity, amount_per_unit: unit, product_id: productId } = item.price
  const { currency } = unit
  const { fields, revenue } = item
  const gross = roundMoney(new Big(unit.amount).times(quantity), currency)
  const discount = discountOf(item, gross)
  const tax_lines = taxOf(item, gross.minus(discount), currency)
  const rate = quantity === 0 ? new Big(unit.amount) : gross.div(quantity)
  return {
    ...newLine(session, { productId, currency, date, fields, revenue }),
    description: item.description,
    quantity,
    gross: gross.toFixed(),
    gross_rate: roundMoney(rate, currency).toFixed(),
    discount: discount.toFixed(),
    tax: tax_lines[0]?.tax_amount ?? '0',
    tax_lines,
    external_references: [],
  }
}

/** The given amount of a line's tax, or percentage × net, rounded half up. */
export function taxOf(
  { tax_rate }: Pick<FullItem, 'tax_rate'>,
  net: Big,
  currency: string,
): TaxLine[] {
  if (tax_rate === undefined) return []
  const computed = roundMoney(net.times(tax_rate.percentage).div(100), currency).toFixed()
  return [{ ...tax_rate, tax_amount: tax_rate.tax_amount?.amount ?? computed }]
}

/** The line's own period, pattern and account, else the document's day and the product's. */
export function revenueOf(
  session: Session,
  revenue: ItemRevenue | undefined,
  { product, date }: { product: Product | undefined; date: string },
): Revenue {
  if (revenue?.account_code !== undefined) accountOf(session, revenue.account_code)
  return {
    period: revenue?.period ?? { start: date, end: date },
    pattern: revenue?.pattern ?? product?.revenue_pattern ?? 'DAILY',
    account_code: revenue?.account_code ?? product?.account_code ?? '',
  }
}

function discountOf({ price }: FullItem, gross: Big): Big {
  const { discount, amount_per_unit } = price
  switch (discount?.type) {
    case undefined:
      return new Big(0)
    case 'AMOUNT':
      return new Big(discount.amount_off.amount)
    case 'PERCENTAGE':
      return roundMoney(gross.times(discount.percentage_off).div(100), amount_per_unit.currency)
  }
}

function checkProduct({ world }: Session, { id, price, status }: Product, currency: string): void {
  const { inactiveProduct, productCurrencyDiffers } = world.switches()
  if (status === 'INACTIVE' && inactiveProduct === 'refused') {
    throw refused('product_inactive', `Product ${id} is inactive.`)
  }
  if (productCurrencyDiffers === 'refused' && currencyOf(price) !== currency) {
    throw refused('product_currency_mismatch', `Product ${id} is not priced in ${currency}.`)
  }
}
