import { z } from 'zod'
import type { Price } from '../model/catalogue.ts'
import { badRequest } from '../refusal.ts'
import { Decimal, Id, Text } from '../wire/common.ts'
import { BillingFrequency, BillingType, Currency } from '../wire/enums.ts'
import { page, type Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import { present } from '../wire/shape.ts'
import { existing, type Session } from '../world.ts'
import { getProduct } from './products.ts'

/** Only through the control interface: the part of the API that we stand in for has no such call. */
const PriceRequest = z.strictObject({
  productId: Id,
  name: Text,
  currency: Currency,
  amount: Decimal,
  pricingType: z.enum(['ONE_TIME', 'FIXED']).default('FIXED'),
  billingFrequency: BillingFrequency.default('MONTHLY'),
  billingType: BillingType.default('IN_ADVANCE'),
})

export function createPrice(session: Session, body: unknown): Price {
  const { productId, name, currency, amount, ...asked } = parse(session, PriceRequest, body)
  if (getProduct(session, productId).archivedAt !== null) throw badRequest('product is archived')
  const at = session.now().toISOString()
  const price: Price = {
    id: session.newId(),
    productId,
    name,
    currency,
    structure: { pricingType: asked.pricingType, price: amount },
    billingFrequency: asked.billingFrequency,
    billingType: asked.billingType,
    status: 'ACTIVE',
    integrationIds: [],
    listPriceId: null,
    createdAt: at,
    updatedAt: at,
  }
  session.account.prices[price.id] = price
  return price
}

export const getPrice = (session: Session, id: string): Price =>
  existing(session, session.account.prices, id, 'price')

export function listPrices(session: Session, query: Query) {
  const filters = ['currency', 'name', 'billingFrequency', 'productId'] as const
  const items = Object.values(session.account.prices).filter((price) =>
    filters.every((field) => query[field] === undefined || query[field] === price[field]),
  )
  return page(session, query, { items, sortable: true, view: viewPrice })
}

export const viewPrice = (price: Price) => present({ ...price, customMetricParameters: [] })
