import type { StepOf } from '../../domain/decision/situation.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import { standAndReread } from '../rests.ts'
import type { Rest, Run } from '../run.ts'

/** Unmapped products are created by runs of their own, once each; those wake this one. */
export async function createProducts(
  run: Run,
  { productIds, causes }: StepOf<'createProducts'>,
): Promise<Rest> {
  run.status.step = 'ensureProductsExist'
  const next = 'it goes on when its products exist in Rillet'
  const reread = await standAndReread(run, { state: 'waiting', causes, next })
  if (productIds.every((id) => reread.products[id]?.rilletId)) return { kind: 'again' }
  const { accountId } = run.ref
  const currency = run.facts?.currency ?? null
  await act(run, 'ensureProductsExist', () =>
    vendors.startCreates(
      productIds.map((sourceId) => ({
        accountId,
        kind: 'product',
        sourceId,
        actor: 'sync',
        currency,
      })),
    ),
  )
  return { kind: 'open', forMs: run.timing.pauseMs }
}
