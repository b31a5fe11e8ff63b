import { setTimeout as pause } from 'node:timers/promises'
import type { Account, AccountWorld } from '../support/account.ts'
import type { Json } from '../support/http.ts'

const mostMs = 180_000
const everyMs = 200

/** Asks until the answer is right or time is up; returns the last answer. */
export async function until<T>(ask: () => Promise<T>, isRight: (found: T) => boolean): Promise<T> {
  const deadline = Date.now() + mostMs
  for (;;) {
    const found = await ask()
    if (isRight(found) || Date.now() > deadline) return found
    await pause(everyMs)
  }
}

/** Waits until all are in Rillet, and says where. */
export async function synced(
  world: AccountWorld,
  account: Account,
  ids: string[],
): Promise<{ id: string; rilletId: string }[]> {
  const views = await until(
    () => viewsOf(world, account),
    (found) => ids.every((id) => found.get(id)?.['state'] === 'synced'),
  )
  return ids.map((id) => {
    const view = views.get(id)
    if (view?.['state'] === 'synced') return { id, rilletId: String(view['rilletId']) }
    throw new Error(`${id} was not synced: ${JSON.stringify(view)}`)
  })
}

/**
 * How each invoice stands, by its id: ours in one list, and what both vendors answer in one list each. At
 * most a hundred invoices an account.
 */
export async function readBack(
  world: AccountWorld,
  account: Account,
  ids: string[],
): Promise<Map<string, unknown>> {
  const [views, sources, booked, paid] = await Promise.all([
    viewsOf(world, account),
    account.sequence.get('/invoices?limit=100'),
    account.rillet.get('/invoices?limit=100'),
    account.rillet.get('/invoice-payments?limit=100'),
  ])
  const more = paid.pagination?.next_cursor ?? null
  const rest =
    more === null
      ? []
      : (await account.rillet.get(`/invoice-payments?limit=100&cursor=${more}`)).payments
  const payments = [...paid.payments, ...rest]
  return new Map(
    ids.map((id) => {
      const live = booked.invoices.filter(({ external_references }: Json) =>
        external_references.some((one: Json) => one.type === 'sequencehq' && one.id === id),
      )
      const own = payments.filter(({ invoice_id }) => invoice_id === live[0]?.id)
      const end = {
        state: views.get(id)?.['state'],
        inSequence: sources.items.find((one: Json) => one.id === id)?.paymentStatus,
        booked: live.length,
        dueDate: live[0]?.due_date,
        payments: own.map(({ amount }) => amount.amount).sort(),
      }
      return [id, end]
    }),
  )
}

async function viewsOf({ api }: AccountWorld, { at }: Account): Promise<Map<string, Json>> {
  const { items } = await api.get(`${at}/invoices?limit=100`)
  return new Map(items.map((view: Json) => [view.id, view]))
}
