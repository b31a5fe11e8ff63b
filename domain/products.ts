import { distinctProblems } from './distinct.ts'
import type {
  InvoiceFacts,
  LineFacts,
  Problem,
  ProductLink,
  Settings,
  SyncContext,
} from './model.ts'
import { defaultAccountMissing, defaultProductMissing, productNotMapped } from './problems.ts'

type ProductContext = Pick<SyncContext, 'settings' | 'products'>
type LineProduct = Pick<LineFacts, 'productId' | 'rilletProductId'>

/** Where a line's product comes from: it is known, must be created first, or is missing. */
export type ProductChoice =
  | { kind: 'known'; rilletId: string }
  | { kind: 'create'; productId: string }
  | { kind: 'refused'; productId: string; problem: Problem }
  | { kind: 'problem'; problem: Problem }

/**
 * The Rillet product of a line: the one set on it by hand, else the linked one, else what the rule for
 * unmapped products says; a line without a product takes the default product. `line` counts from 1.
 */
export function productFor(
  line: number,
  product: LineProduct,
  context: ProductContext,
): ProductChoice {
  const { productId, rilletProductId } = product
  // Sequence's empty text says no more than its null.
  if (rilletProductId) return { kind: 'known', rilletId: rilletProductId }
  if (productId === null) return defaultProduct(line, context.settings)
  const link = linkOf(productId, context)
  if (link !== undefined && link.rilletId !== null)
    return { kind: 'known', rilletId: link.rilletId }
  if (
    context.settings.unmappedProduct === 'create' &&
    link !== undefined &&
    link.problem !== null
  ) {
    return { kind: 'refused', productId, problem: link.problem }
  }
  return unmapped(line, productId, context.settings)
}

/** Only the account's own: an id may be a word that every object answers to, such as `constructor`. */
const linkOf = (productId: string, { products }: ProductContext): ProductLink | undefined =>
  Object.hasOwn(products, productId) ? products[productId] : undefined

export type MissingProducts = {
  /** Sequence products to create in Rillet before the invoice can be sent; each once. */
  create: string[]
  /** Those among the problems whose last creation was refused: a retry may try them again. */
  refused: string[]
  problems: Problem[]
}

/** What an invoice's lines still need of products, each product once. */
export function missingProducts(
  facts: Pick<InvoiceFacts, 'lines'>,
  context: ProductContext,
): MissingProducts {
  const choices = facts.lines.map((line, index) => productFor(index + 1, line, context))
  const create = choices.flatMap((choice) => (choice.kind === 'create' ? [choice.productId] : []))
  const refused = choices.flatMap((choice) => (choice.kind === 'refused' ? [choice.productId] : []))
  const problems = choices.flatMap((choice) =>
    choice.kind === 'problem' || choice.kind === 'refused' ? [choice.problem] : [],
  )
  return {
    create: [...new Set(create)],
    refused: [...new Set(refused)],
    problems: distinctProblems(problems),
  }
}

function unmapped(line: number, productId: string, settings: Settings): ProductChoice {
  switch (settings.unmappedProduct) {
    case 'create':
      return settings.defaultAccountCode === null
        ? { kind: 'problem', problem: defaultAccountMissing(productId) }
        : { kind: 'create', productId }
    case 'defaultProduct':
      return defaultProduct(line, settings)
    case 'block':
      return { kind: 'problem', problem: productNotMapped(productId) }
  }
}

const defaultProduct = (line: number, { defaultProductId }: Settings): ProductChoice =>
  defaultProductId === null
    ? { kind: 'problem', problem: defaultProductMissing(line) }
    : { kind: 'known', rilletId: defaultProductId }
