import { RefusedError } from '../errors.ts'
import type { SequenceClient } from './client.ts'

export type Lookups = ReturnType<typeof createLookups>

/**
 * Products and prices, each asked for once during the life of this object; share one between
 * readings to save calls, and drop it when it is too old. What Sequence does not have is null.
 */
export function createLookups(client: Pick<SequenceClient, 'getProduct' | 'getPrice'>) {
  const products = new Map<string, Promise<string | null>>()
  const prices = new Map<string, Promise<string | null>>()
  return {
    productOfPrice: async (priceId: string | null): Promise<string | null> =>
      priceId === null
        ? null
        : once(prices, priceId, async (id) => (await client.getPrice(id)).productId),

    taxCategoryOf: async (productId: string | null): Promise<string | null> =>
      productId === null
        ? null
        : once(products, productId, async (id) => (await client.getProduct(id)).taxCategoryId),
  }
}

function once(
  asked: Map<string, Promise<string | null>>,
  id: string,
  ask: (id: string) => Promise<string | null>,
): Promise<string | null> {
  const known = asked.get(id)
  if (known !== undefined) return known
  const answer = ask(id).catch((error: unknown) => {
    const absent = error instanceof RefusedError && (error.status === 404 || error.status === 400)
    if (absent) return null
    asked.delete(id)
    throw error
  })
  asked.set(id, answer)
  return answer
}
