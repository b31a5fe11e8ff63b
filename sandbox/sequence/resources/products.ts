import { z } from 'zod'
import type { Product } from '../model/catalogue.ts'
import { badRequest } from '../refusal.ts'
import { Id, Text } from '../wire/common.ts'
import { page, type Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import { present } from '../wire/shape.ts'
import { existing, type Session } from '../world.ts'
import { recordActivity } from './activity-logs.ts'

const ProductRequest = z.strictObject({
  name: Text,
  label: z.string().nullish(),
  taxCategoryId: Id.nullish(),
})

export function createProduct(session: Session, body: unknown, givenId?: string): Product {
  const asked = fields(session, body)
  const id = givenId ?? session.newId()
  const at = session.now().toISOString()
  const made: Product = {
    id,
    ...asked,
    recognitionMethod: 'STRAIGHT_LINE',
    createdAt: at,
    updatedAt: at,
    archivedAt: null,
  }
  session.account.products[id] = made
  record(session, id, 'CREATED')
  return made
}

export function updateProduct(session: Session, id: string, body: unknown): Product {
  const product = getProduct(session, id)
  Object.assign(product, fields(session, body), { updatedAt: session.now().toISOString() })
  record(session, id, 'UPDATED')
  return product
}

/** After this no new prices can be made for it. */
export function archiveProduct(session: Session, id: string): Product {
  const product = getProduct(session, id)
  if (product.archivedAt !== null) throw badRequest('product is already archived')
  product.archivedAt = session.now().toISOString()
  record(session, id, 'ARCHIVED')
  return product
}

export const getProduct = (session: Session, id: string): Product =>
  existing(session, session.account.products, id, 'product', true)

export function listProducts(session: Session, query: Query) {
  const name = query['name']
  const items = Object.values(session.account.products).filter(
    (product) => product.archivedAt === null && (name === undefined || product.name === name),
  )
  return page(session, query, { items, sortable: false, view: viewProduct })
}

export const viewProduct = ({ id, name, label, taxCategoryId, createdAt, updatedAt }: Product) =>
  present({ id, name, label, taxCategoryId, createdAt, updatedAt })

/** Only the answer to archiving shows when; it has no tax category, being of an older version. */
export function viewArchivedProduct({
  id,
  name,
  label,
  createdAt,
  updatedAt,
  archivedAt,
}: Product) {
  return present({ id, name, label, createdAt, updatedAt, archivedAt })
}

function fields(session: Session, body: unknown) {
  const { name, label, taxCategoryId } = parse(session, ProductRequest, body)
  const category = taxCategoryId ?? null
  if (category !== null && !Object.hasOwn(session.account.taxCategories, category)) {
    throw badRequest('Tax category invalid', 'taxCategoryId')
  }
  return { name, label: label ?? null, taxCategoryId: category }
}

function record(session: Session, id: string, verb: string): void {
  const activityType = `PRODUCT_${verb}`
  recordActivity(session, { activityType, verb, entityType: 'PRODUCT', entityId: id })
}
