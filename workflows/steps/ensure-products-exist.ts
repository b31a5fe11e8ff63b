import { causes } from '../../domain/ids.ts'
import type { Problem } from '../../domain/model.ts'
import { missingProducts } from '../../domain/products.ts'
import { vendors } from '../activities.ts'
import { block, standAndReread } from '../rests.ts'
import { act, type Rest, type Run } from '../run.ts'
import type { Wakes } from '../wakes.ts'
import type { Source } from './source.ts'

/**
 * Every line has a product in Rillet, or the invoice waits: unmapped ones are created by runs of their
 * own, once each, when nothing else (`held`) stands against sending. Null when all are there.
 */
export async function ensureProductsExist(
  run: Run,
  { facts, context }: Source,
  { asked, held }: { asked: Wakes; held: Problem[] },
): Promise<Rest | null> {
  const missing = missingProducts(facts, context)
  const again = missing.refused.filter((id) => mayTryAgain(asked, context.products[id]?.problem))
  const problems = [
    ...held,
    ...missing.problems.filter((one) => !isOf(again, one, context.products)),
  ]
  const waitsFor = unlinked(facts, context)
  if (problems.length > 0) return block(run, problems, waitsFor)

  const create = [...missing.create, ...again]
  if (create.length === 0) return null
  run.status.step = 'ensureProductsExist'
  const next = 'it goes on when its products exist in Rillet'
  const reread = await standAndReread(run, { state: 'waiting', causes: waitsFor, next })
  if (create.every((id) => reread.products[id]?.rilletId)) return { kind: 'again' }
  const { accountId } = run.ref
  await act(run, 'ensureProductsExist', () =>
    vendors.startCreates(
      create.map((sourceId) => ({
        accountId,
        kind: 'product',
        sourceId,
        actor: 'sync',
        currency: facts.currency,
      })),
    ),
  )
  return { kind: 'open', forMs: run.timing.pauseMs }
}

/** A refused creation is tried again when a person or the clock asks, or when what refused it is gone. */
const mayTryAgain = (asked: Wakes, problem: Problem | null | undefined): boolean =>
  asked.retry !== null ||
  asked.due ||
  (problem !== null &&
    problem !== undefined &&
    !problem.blockedOn.startsWith('product:') &&
    asked.cleared.includes(problem.blockedOn))

const isOf = (
  productIds: string[],
  problem: Problem,
  products: Source['context']['products'],
): boolean =>
  productIds.some((id) => JSON.stringify(products[id]?.problem) === JSON.stringify(problem))

/** Linking a product by hand helps too, and so does another rule for unmapped ones. */
function unlinked(facts: Source['facts'], { products }: Source['context']): string[] {
  const productIds = facts.lines.flatMap(({ productId, rilletProductId }) =>
    productId === null || rilletProductId || products[productId]?.rilletId
      ? []
      : [causes.product(productId)],
  )
  return productIds.length === 0 ? [] : [...productIds, causes.settings]
}
