import { createRandom } from '../../sandbox/kit/random.ts'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { silenceWebhooks } from '../support/sweeps.ts'
import type { World } from '../support/world.ts'

export type Misfit = { seed: number; invoiceId: string; found: unknown }

/** Where each invoice must end, however its webhooks came. */
const wanted = {
  state: 'paid',
  paymentStatus: 'PAID',
  inSequence: 'PAID',
  booked: 1,
  dueDate: '2027-02-15',
  payments: ['40.00', '60.00'],
}

/**
 * Every invoice is finalized, sent, given a later due date and paid in two parts, while all webhooks are held
 * back; then each of them is delivered three times, in an order of its seed. Returns those that did not
 * end as all must. `atOnce` invoices share the way.
 */
export async function shuffleWebhooks(
  world: World,
  { seeds, atOnce = 25 }: { seeds: number[]; atOnce?: number },
): Promise<Misfit[]> {
  const account = await createAccount(world)
  const misfits: Misfit[] = []
  for (let from = 0; from < seeds.length; from += atOnce) {
    misfits.push(...(await shuffleSome(world, account, seeds.slice(from, from + atOnce))))
  }
  return misfits
}

async function shuffleSome(world: World, account: Account, seeds: number[]): Promise<Misfit[]> {
  const ids = await Promise.all(seeds.map(() => account.draft()))
  const held = await holdingBack(world, () => each(ids, (id) => account.finalize(id)))
  await deliver(world, shuffled(held, ids, seeds))
  const synced = await Promise.all(ids.map((id) => account.until(id, 'synced')))

  const later = await holdingBack(world, () =>
    each(synced, async ({ id, rilletId }) => {
      await account.pay(rilletId, '40.00')
      await account.sequence.post(`/invoices/${id}/send`)
      await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: wanted.dueDate })
      await account.pay(rilletId, '60.00')
    }),
  )
  await deliver(world, shuffled(later, ids, seeds))
  const found = await Promise.all(ids.map((id) => endOf(account, id)))
  return seeds.flatMap((seed, index) =>
    JSON.stringify(found[index]) === JSON.stringify(wanted)
      ? []
      : [{ seed, invoiceId: ids[index] ?? '', found: found[index] }],
  )
}

const each = async <T>(items: T[], act: (item: T) => Promise<unknown>): Promise<void> => {
  await Promise.all(items.map(act))
}

type Held = { vendor: 'sequence' | 'rillet'; id: string; body: string }

/** What happens meanwhile is not told to anybody; returns the webhooks that would have told it. */
async function holdingBack(world: World, act: () => Promise<void>): Promise<Held[]> {
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

async function deliver(world: World, queues: Held[][]): Promise<void> {
  await Promise.all(
    queues.map(async (queue) => {
      for (const { vendor, id } of queue) {
        await world[vendor].post(`/_sandbox/deliveries/${id}/resend`)
      }
    }),
  )
}

const mostMs = 30_000

async function endOf(account: Account, id: string): Promise<unknown> {
  const deadline = Date.now() + mostMs
  for (;;) {
    const { state, paymentStatus, payments } = await account.invoice(id)
    const booked = await account.booked(id)
    const end = {
      state,
      paymentStatus,
      inSequence: await account.paymentStatus(id),
      booked: booked.length,
      dueDate: booked[0]?.due_date,
      payments: payments.map(({ amount }: Json) => amount).sort(),
    }
    if (JSON.stringify(end) === JSON.stringify(wanted) || Date.now() > deadline) return end
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
