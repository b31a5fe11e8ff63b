import type { Account } from './environment/account.ts'
import {
  answeredAt,
  createdInvoice,
  followRequests,
  invoiceCreation,
  invoiceIdIn,
  isDone,
  type Logged,
  paymentStatusWrite,
} from './environment/requests.ts'
import { inParallel, poll } from './parallel.ts'

/** Epoch milliseconds: in Rillet's ledger, and PAID in Sequence. */
export type OurTimes = { synced: number; settled: number }

type Arrival = { rilletId: string; creation: Logged }

const atOnce = 20

export const draftMany = async (account: Account, count: number): Promise<string[]> => {
  const ids: string[] = []
  await inParallel(Array.from({ length: count }), atOnce, async () => {
    ids.push(await account.draft())
  })
  return ids
}

/** Finalizes all at once, pays each as soon as it is in Rillet, ends when all are PAID in Sequence. */
export async function runMany(account: Account, ids: string[]): Promise<OurTimes[]> {
  const paid = await followPaid(account, ids)
  const arrived = await followArrivals(account, ids)
  const finalizing = inParallel(ids, atOnce, async (id) => void (await account.finalize(id)))
  const arriving = arrived(({ rilletId }) => account.pay(rilletId))
  const [, arrivals, settlements] = await Promise.all([finalizing, arriving, paid()])
  return ids.map((id) => ({
    synced: timeOf(arrivals.get(id)?.creation),
    settled: timeOf(settlements.get(id)),
  }))
}

/** Finalizes all; resolves when all are in Rillet. */
export async function syncAll(account: Account, ids: string[]): Promise<Map<string, Arrival>> {
  const arrived = await followArrivals(account, ids)
  await inParallel(ids, atOnce, async (id) => void (await account.finalize(id)))
  return arrived()
}

/** Pays what is in Rillet; resolves when all is PAID in Sequence. */
export async function settleAll(
  account: Account,
  arrivals: Map<string, Arrival>,
): Promise<Map<string, Logged>> {
  const paid = await followPaid(account, [...arrivals.keys()])
  await inParallel([...arrivals.values()], atOnce, async ({ rilletId }) => {
    await account.pay(rilletId)
  })
  return paid()
}

async function followArrivals({ rilletControl }: Account, ids: string[]) {
  const log = await followRequests(rilletControl)
  const wanted = new Set(ids)
  return async (onArrival: (arrival: Arrival) => Promise<unknown> = async () => {}) => {
    const arrivals = new Map<string, Arrival>()
    await poll(`${ids.length} invoices to be in Rillet`, async () => {
      const created = (await log.next(invoiceCreation)).filter(isDone)
      await inParallel(created, atOnce, async (creation) => {
        const { rilletId, invoiceId } = createdInvoice(creation)
        if (!wanted.has(invoiceId)) return
        arrivals.set(invoiceId, { rilletId, creation })
        await onArrival({ rilletId, creation })
      })
      return arrivals.size === ids.length
    })
    return arrivals
  }
}

async function followPaid({ sequenceControl }: Account, ids: string[]) {
  const log = await followRequests(sequenceControl)
  const wanted = new Set(ids)
  return async () => {
    const settlements = new Map<string, Logged>()
    await poll(`${ids.length} invoices to be PAID in Sequence`, async () => {
      for (const write of await log.next(paymentStatusWrite)) {
        const id = invoiceIdIn(write)
        if (isDone(write) && wanted.has(id)) settlements.set(id, write)
      }
      return settlements.size === ids.length
    })
    return settlements
  }
}

const timeOf = (request: Logged | undefined): number =>
  request === undefined ? Number.NaN : answeredAt(request)
