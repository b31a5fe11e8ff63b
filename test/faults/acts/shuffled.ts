import type { Violation } from '../oracle/ledger.ts'
import { type Shuffle, shuffleWebhooks } from '../shuffled-webhooks.ts'
import type { Theatre } from '../theatre.ts'

/** Calls to Rillet a minute: no limit of ours is what is looked at. */
const cap = 1_000

/**
 * Webhooks tripled and shuffled, an order for each seed: every invoice ends in the same state. Nothing
 * else may be played meanwhile, since it holds back everybody's webhooks.
 */
export async function playShuffled(
  { stage, hire, oracle }: Pick<Theatre, 'stage' | 'hire' | 'oracle'>,
  shuffle: Omit<Shuffle, 'newAccount'>,
): Promise<Violation[]> {
  const misfits = await shuffleWebhooks(stage, {
    ...shuffle,
    newAccount: () => hire({ cap }),
    endsElsewhere: (id) => oracle.elsewhere.add(id),
  })
  return misfits.map(({ seed, life, invoiceId, found }) => ({
    rule: 'final state',
    what: `shuffled webhooks of ${invoiceId} (${life}) ended with ${JSON.stringify(found)}`,
    seed,
  }))
}
