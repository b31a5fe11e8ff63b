import { z } from 'zod'
import type { Api } from './api.ts'
import { accountOf } from './directory.ts'
import type { Listed, Price, Product, Session } from './model.ts'
import { listPage } from './paging.ts'
import { parseBody } from './parse.ts'
import { checkReferences, checkUnique } from './references.ts'
import { refused } from './refusal.ts'
import { existing, newListed, touch } from './session.ts'
import { Currency, Money, NotBlank, Pattern, References } from './wire.ts'

const Interval = z.int().min(1).max(12)
const Tier = z
  .strictObject({
    up_to: z.int().min(1).optional(),
    flat_price: Money.optional(),
    per_unit_price: Money.optional(),
  })
  .refine(({ flat_price, per_unit_price }) => flat_price ?? per_unit_price, 'needs a price')
const Tiers = z
  .array(Tier)
  .min(1)
  .max(100)
  .refine(
    (tiers) => tiers.slice(0, -1).every(({ up_to }) => up_to !== undefined),
    'only the last tier may leave up_to out',
  )

const ProductRequest = z.strictObject({
  name: z.string().min(1).max(250),
  description: z.string(),
  price: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('ONE_TIME'), amount: Money }),
    z.strictObject({
      type: z.literal('FIXED_RECURRING'),
      amount: Money,
      interval_months: Interval,
    }),
    z.strictObject({
      type: z.literal('USAGE'),
      interval_months: Interval,
      billing_scheme: z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('PER_UNIT'), amount: Money, units: z.int().min(1) }),
        z.strictObject({
          type: z.literal('TIERED'),
          mode: z.enum(['GRADUATED', 'METERED']),
          tiers: Tiers,
        }),
      ]),
    }),
  ]),
  include_in_arr_mrr: z.boolean(),
  revenue_pattern: Pattern,
  account_code: NotBlank,
  status: z.enum(['ACTIVE', 'INACTIVE']).default('ACTIVE'),
  external_references: References.optional(),
})

const Filters = z.object({
  status: z.enum(['ACTIVE', 'INACTIVE']).optional(),
  currency: Currency.optional(),
})

export function productRoutes(api: Api): void {
  api('GET', '/products', (session, { query }) =>
    listPage(session, {
      name: 'products',
      items: Object.values(session.organization.products),
      query,
      filters: Filters,
      keep: ({ status, price }, filters) =>
        (filters.status === undefined || status === filters.status) &&
        (filters.currency === undefined || currencyOf(price) === filters.currency),
      view: viewProduct,
    }),
  )
  api('POST', '/products', (session, { body }) => {
    const product: Product = { ...newListed(session), ...read(session, body) }
    session.organization.products[product.id] = product
    return viewProduct(product)
  })
  api('GET', '/products/:product_id', (session, { ids }) =>
    viewProduct(productOf(session, ids['product_id'])),
  )
  api('PUT', '/products/:product_id', (session, { ids, body }) => {
    const product = productOf(session, ids['product_id'])
    Object.assign(product, read(session, body, product.id))
    touch(session, product)
    return viewProduct(product)
  })
  api('DELETE', '/products/:product_id', (session, { ids }) =>
    deleteProduct(session, productOf(session, ids['product_id'])),
  )
}

export const productOf = ({ organization }: Session, id: string | undefined): Product =>
  existing(organization.products, id, 'The product')

/** As answers show it: without timestamps. */
export function viewProduct(product: Product): unknown {
  const { seq: _seq, createdAtMs: _created, updated_at: _updated, ...view } = product
  return view
}

/** The currency of a product's price; undefined when no tier names one. */
export function currencyOf(price: Price): string | undefined {
  if (price.type !== 'USAGE') return price.amount.currency
  const { billing_scheme: scheme } = price
  if (scheme.type === 'PER_UNIT') return scheme.amount.currency
  const [tier] = scheme.tiers
  return (tier?.flat_price ?? tier?.per_unit_price)?.currency
}

export function deleteProduct({ world, organization }: Session, { id }: Product): undefined {
  const documents = [
    ...Object.values(organization.invoices),
    ...Object.values(organization.creditMemos),
  ]
  const used = documents.some(({ items }) => items.some(({ product_id }) => product_id === id))
  if (used && world.switches().deleteInUse === 'refused') {
    throw refused('product_in_use', 'The product is on invoices or credit memos.')
  }
  delete organization.products[id]
}

function read(session: Session, body: unknown, ownId?: string): Omit<Product, keyof Listed> {
  const { external_references = [], ...request } = parseBody(session.world, ProductRequest, body)
  const { productAccount, nameUniqueness } = session.world.switches()
  const others = Object.values(session.organization.products)
  checkReferences(session, external_references)
  checkUnique(session, external_references, others, ownId)
  if (productAccount !== 'any') {
    const { type } = accountOf(session, request.account_code)
    if (type !== 'INCOME' && productAccount === 'incomeOnly') {
      throw refused('invalid_account', `Account ${request.account_code} is not a revenue account.`)
    }
  }
  if (nameUniqueness === 'on' && others.some((o) => o.name === request.name && o.id !== ownId)) {
    throw refused('product_already_exists', `A product named ${request.name} exists already.`)
  }
  return { ...request, external_references }
}
