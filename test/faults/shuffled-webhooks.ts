import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { createRandom } from '../../sandbox/kit/random.ts'
import type { Account, AccountWorld } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { silenceWebhooks } from '../support/sweeps.ts'
import { readBack, synced, until } from './shuffled-invoices.ts'
import { type End, type Life, lives } from './shuffled-lives.ts'

export type Misfit = { seed: number; life: string; invoiceId: string; found: unknown }

export type Shuffle = {
  seeds: number[]
  /** So many invoices share the way. */
  atOnce?: number
  /** For each lot; it books credit notes. */
  newAccount: () => Promise<Account>
  /** Told of every invoice that ends otherwise than by its money. */
  endsElsewhere?: (invoiceId: string) => void
  /** Told after each lot. */
  say?: (line: string) => void
}

/**
 * Every invoice is finalized and then has a life of its seed's, while all webhooks are held back; then each of them is
 * delivered three times, in an order of its seed. Returns those that did not end as their life must. Nothing else
 * may go on in this world.
 */
export async function shuffleWebhooks(
  world: AccountWorld,
  { seeds, atOnce = 25, newAccount, endsElsewhere = () => {}, say = () => {} }: Shuffle,
): Promise<Misfit[]> {
  const misfits: Misfit[] = []
  for (let from = 0; from < seeds.length; from += atOnce) {
    const account = await newAccount()
    const lot = await shuffleSome(world, account, seeds.slice(from, from + atOnce))
    for (const { invoiceId, life } of lot) if (life.endsElsewhere === true) endsElsewhere(invoiceId)
    misfits.push(...lot.flatMap(({ misfit }) => misfit ?? []))
    say(`${Math.min(from + atOnce, seeds.length)} of ${seeds.length} orders of webhooks`)
  }
  return misfits
}

async function shuffleSome(
  world: AccountWorld,
  account: Account,
  seeds: number[],
): Promise<Judged[]> {
  const ids = await Promise.all(seeds.map(() => account.draft()))
  const held = await holdingBack(world, () => each(ids, (id) => account.finalize(id)))
  await deliver(
    world,
    shuffled(
      held,
      ids.map((id) => [id]),
      seeds,
    ),
  )
  const booked = await synced(world, account, ids)

  const lived = booked.map((invoice, index) => ({ ...invoice, life: lifeOf(seeds[index] ?? 0) }))
  const later = await holdingBack(world, () =>
    each(lived, (invoice) => invoice.life.live(account, invoice, world)),
  )
  // A deletion names the invoice by Rillet's id alone.
  const names = booked.map(({ id, rilletId }) => [id, rilletId])
  await deliver(world, shuffled(later, names, seeds))
  const ends = await until(
    () => readBack(world, account, ids),
    (found) => lived.every(({ id, life }) => isRight(life, found.get(id))),
  )
  return lived.map(({ id, life }, index) => {
    const found = ends.get(id)
    const misfit: Misfit = { seed: seeds[index] ?? 0, life: life.name, invoiceId: id, found }
    return { invoiceId: id, life, misfit: isRight(life, found) ? null : misfit }
  })
}

type Judged = { invoiceId: string; life: Life; misfit: Misfit | null }

const lifeOf = (seed: number): Life => {
  const life = lives[seed % lives.length]
  if (life === undefined) throw new Error(`no life for seed ${seed}`)
  return life
}

function isRight({ end }: Life, found: End | undefined): boolean {
  if (found === undefined) return false
  const { dueDate = found.dueDate } = end
  return isDeepStrictEqual(found, dueDate === undefined ? end : { ...end, dueDate })
}

const each = async <T>(items: T[], act: (item: T) => Promise<unknown>): Promise<void> => {
  await Promise.all(items.map(act))
}

type Held = { vendor: 'sequence' | 'rillet'; id: string; body: string }

/** What happens meanwhile is not told to anybody; returns the webhooks that would have told it. */
async function holdingBack(world: AccountWorld, act: () => Promise<void>): Promise<Held[]> {
  await Promise.all([
    world.sequence.delete('/_sandbox/deliveries'),
    world.rillet.delete('/_sandbox/deliveries'),
  ])
  await silenceWebhooks(world)
  await act()
  const held: Held[] = []
  for (const vendor of ['sequence', 'rillet'] as const) {
    await world[vendor].delete('/_sandbox/faults')
    const { deliveries } = await world[vendor].get('/_sandbox/deliveries?state=dropped')
    held.push(...deliveries.map(({ id, body }: Json) => ({ vendor, id, body: String(body) })))
  }
  return held
}

/** Each webhook of each invoice, told by the ids in it, three times, in the order that the invoice's seed gives. */
function shuffled(held: Held[], idsOfEach: string[][], seeds: number[]): Held[][] {
  return idsOfEach.map((ids, index) => {
    const random = createRandom(seeds[index] ?? 0)
    const own = held.filter(({ body }) => ids.some((id) => body.includes(id)))
    return [...own, ...own, ...own]
      .map((one) => ({ one, place: random() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ one }) => one)
  })
}

/** The stand-ins send all of them at once as far as they can: each waits until the one before is out. */
async function deliver(world: AccountWorld, queues: Held[][]): Promise<void> {
  await Promise.all(
    queues.map(async (queue) => {
      for (const { vendor, id } of queue) {
        await world[vendor].post(`/_sandbox/deliveries/${id}/resend`)
        await pause(5)
      }
    }),
  )
}
