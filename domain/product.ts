import type { Problem, Settings, SourceProduct } from './model.ts'
import { format } from './money.ts'
import {
  defaultAccountMissing,
  linkTemplateInvalid,
  productCreateFailed,
  unknownCurrency,
} from './problems.ts'
import { headerReferences, linkTo, productUrlTemplate } from './references.ts'
import type { Mapping } from './result.ts'
import { warning } from './warnings.ts'
import type { ProductPrice, ProductRequest, RilletMoney } from './wire.ts'

/**
 * The fixed Rillet product for a Sequence one. Its price is zero: an invoice from elsewhere carries its own
 * amounts, and Rillet only wants a price of the right currency.
 */
export function mapProduct({
  product,
  currency,
  settings,
  publicUrl,
}: ProductInput): Mapping<ProductRequest> {
  const name = product.name.trim()
  const template = productUrlTemplate(publicUrl)
  const url = linkTo(template, product.id)
  const amount = format('0', currency)
  const accountCode = settings.defaultAccountCode
  const warnings = name.length > longestName ? [warning('product_name_shortened')] : []
  if (name === '' || url === null || amount === null || accountCode === null) {
    const problems: Problem[] = []
    if (name === '') problems.push(productCreateFailed(product.id, 'it has no name in Sequence.'))
    if (url === null) problems.push(linkTemplateInvalid(template))
    if (amount === null) problems.push(unknownCurrency(currency))
    if (accountCode === null) problems.push(defaultAccountMissing(product.id))
    return { ok: false, problems, warnings }
  }
  const value: ProductRequest = {
    name: name.slice(0, longestName).replace(halfCharacter, ''),
    description: name.length > longestName ? name : (product.label ?? name),
    price: priceOf(settings.productPriceType, { amount, currency }),
    include_in_arr_mrr: false,
    revenue_pattern: settings.revenuePattern,
    account_code: accountCode,
    external_references: headerReferences(product.id, url),
  }
  return { ok: true, value, warnings }
}

export type ProductInput = {
  product: SourceProduct
  /** Of the price: the currency of the invoice that asks first. */
  currency: string
  settings: Settings
  publicUrl: string
}

// Rillet's schema.
const longestName = 250
const halfCharacter = /[\ud800-\udbff]$/

function priceOf(type: Settings['productPriceType'], amount: RilletMoney): ProductPrice {
  switch (type) {
    case 'ONE_TIME':
      return { type, amount }
    case 'FIXED_RECURRING':
      return { type, amount, interval_months: 1 }
  }
}
