import { setTimeout as pause } from 'node:timers/promises'
import { createRandom } from '../../sandbox/kit/random.ts'
import { type Account, type AccountWorld, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { silenceWebhooks } from '../support/sweeps.ts'
import { readBack, synced, until } from './shuffled-invoices.ts'

export type Misfit = { seed: number; invoiceId: string; found: unknown }

/** Where each invoice must end, however its webhooks came. */
const wanted = {
  state: 'paid',
  inSequence: 'PAID',
  booked: 1,
  dueDate: '2027-02-15',
  payments: ['40.00', '60.00'],
}

export type Shuffle = {
  seeds: number[]
  /** So many invoices share the way. */
  atOnce?: number
  /** For each lot. */
  newAccount?: () => Promise<Account>
  /** Told after each lot. */
  say?: (line: string) => void
}

/**
 * Every invoice is finalized, sent, given a later due date and paid in two parts, while all webhooks are held
 * back; then each of them is delivered three times, in an order of its seed. Returns those that did not
 * end as all must. Nothing else may go on in this world.
 */
export async function shuffleWebhooks(
  world: AccountWorld,
  { seeds, atOnce = 25, newAccount = () => createAccount(world), say = () => {} }: Shuffle,
): Promise<Misfit[]> {
  const misfits: Misfit[] = []
  for (let from = 0; from < seeds.length; from += atOnce) {
    const account = await newAccount()
    misfits.push(...(await shuffleSome(world, account, seeds.slice(from, from + atOnce))))
    say(`${Math.min(from + atOnce, seeds.length)} of ${seeds.length} orders of webhooks`)
  }
  return misfits
}

async function shuffleSome(
  world: AccountWorld,
  account: Account,
  seeds: number[],
): Promise<Misfit[]> {
  const ids = await Promise.all(seeds.map(() => account.draft()))
  const held = await holdingBack(world, () => each(ids, (id) => account.finalize(id)))
  await deliver(world, shuffled(held, ids, seeds))
  const booked = await synced(world, account, ids)

  const later = await holdingBack(world, () =>
    each(booked, async ({ id, rilletId }) => {
      await account.pay(rilletId, '40.00')
      await account.sequence.post(`/invoices/${id}/send`)
      await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: wanted.dueDate })
      await account.pay(rilletId, '60.00')
    }),
  )
  await deliver(world, shuffled(later, ids, seeds))
  const ends = await until(
    () => readBack(world, account, ids),
    (found) => ids.every((id) => isRight(found.get(id))),
  )
  return seeds.flatMap((seed, index) => {
    const invoiceId = ids[index] ?? ''
    const found = ends.get(invoiceId)
    return isRight(found) ? [] : [{ seed, invoiceId, found }]
  })
}

const isRight = (end: unknown): boolean => JSON.stringify(end) === JSON.stringify(wanted)

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

/** Each webhook of each invoice three times, in the order that the invoice's seed gives. */
function shuffled(held: Held[], ids: string[], seeds: number[]): Held[][] {
  return ids.map((id, index) => {
    const random = createRandom(seeds[index] ?? 0)
    const own = held.filter(({ body }) => body.includes(id))
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
