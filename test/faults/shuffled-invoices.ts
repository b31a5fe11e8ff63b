import { setTimeout as pause } from 'node:timers/promises'
import type { Account, AccountWorld } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import type { End } from './shuffled-lives.ts'

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
 * How each invoice stands, by its id: ours in one list, and what both vendors answer in theirs. At most a hundred
 * invoices an account.
 */
export async function readBack(
  world: AccountWorld,
  account: Account,
  ids: string[],
): Promise<Map<string, End>> {
  const [views, sources, invoices, payments, memos] = await Promise.all([
    viewsOf(world, account),
    account.sequence.get('/invoices?limit=100'),
    listed(account, '/invoices', 'invoices'),
    listed(account, '/invoice-payments', 'payments'),
    listed(account, '/credit-memos', 'credit_memos'),
  ])
  return new Map(
    ids.map((id) => {
      const live = invoices.filter(({ external_references }: Json) =>
        external_references.some((one: Json) => one.type === 'sequencehq' && one.id === id),
      )
      const rilletId = live[0]?.id
      const own = payments.filter(({ invoice_id }) => invoice_id === rilletId)
      const setOff = memos.filter(({ applications }: Json) =>
        applications.some(({ invoice_id }: Json) => invoice_id === rilletId),
      )
      const source = sources.items.find((one: Json) => one.id === id)
      const end: End = {
        state: views.get(id)?.['state'],
        inSequence: source?.paymentStatus,
        booked: live.length,
        ...(rilletId === undefined
          ? {}
          : { dueDate: live[0].due_date, isDueAsInSequence: live[0].due_date === source?.dueDate }),
        payments: amountsOf(own, 'amount'),
        credited: amountsOf(setOff, 'total'),
      }
      return [id, end]
    }),
  )
}

const amountsOf = (rows: Json[], field: string): string[] =>
  rows.map((row) => row[field].amount).sort()

/** All pages of one of Rillet's lists. */
async function listed({ rillet }: Account, path: string, rows: string): Promise<Json[]> {
  const all: Json[] = []
  let cursor: string | null = null
  do {
    const page = await rillet.get(`${path}?limit=100${cursor === null ? '' : `&cursor=${cursor}`}`)
    all.push(...page[rows])
    cursor = page.pagination?.next_cursor ?? null
  } while (cursor !== null)
  return all
}

async function viewsOf({ api }: AccountWorld, { at }: Account): Promise<Map<string, Json>> {
  const { items } = await api.get(`${at}/invoices?limit=100`)
  return new Map(items.map((view: Json) => [view.id, view]))
}
