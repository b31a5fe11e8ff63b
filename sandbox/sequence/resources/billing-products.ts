import { z } from 'zod'
import type { Product } from '../model/catalogue.ts'
import { RecognitionMethod } from '../wire/enums.ts'
import { page, type Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import { present } from '../wire/shape.ts'
import { wordList } from '../wire/words.ts'
import type { Session } from '../world.ts'
import { viewPrice } from './prices.ts'

const Filter = z.object({
  name: z.string().optional(),
  taxCategoryId: z.string().optional(),
  recognitionMethod: z.string().optional(),
})

/** The only list that shows a product's tax category by name. */
export function listBillingProducts(session: Session, query: Query) {
  const { name, taxCategoryId, recognitionMethod } = parse(session, Filter, query)
  const categories = wordList(session, taxCategoryId, z.string())
  const methods = wordList(session, recognitionMethod, RecognitionMethod)
  const items = Object.values(session.account.products).filter(
    (product) =>
      product.archivedAt === null &&
      (name === undefined || product.name === name) &&
      (categories === undefined || categories.has(product.taxCategoryId ?? '')) &&
      (methods === undefined || methods.has(product.recognitionMethod)),
  )
  const view = (product: Product) => viewBillingProduct(session, product)
  return page(session, query, { items, sortable: false, view })
}

function viewBillingProduct({ account }: Session, product: Product) {
  const { id, name, label, taxCategoryId, recognitionMethod, createdAt, updatedAt } = product
  return present({
    id,
    name,
    label: label ?? '',
    sequenceAccountId: account.id,
    prices: Object.values(account.prices)
      .filter((p) => p.productId === id)
      .map(viewPrice),
    taxCategoryName: taxCategoryId === null ? null : account.taxCategories[taxCategoryId]?.name,
    recognitionMethod,
    createdAt,
    updatedAt,
  })
}
