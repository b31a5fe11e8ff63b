import type { Bench } from '../bench.ts'
import { untilQuiet } from '../environment/quiet.ts'
import { followRequests, isOurs, type Logged } from '../environment/requests.ts'
import type { Figure, Finding } from '../figures.ts'
import { draftMany, settleAll, syncAll } from '../ours.ts'

export type CallsPerInvoice = { sync: number; settle: number }

/** `invoices`: what was paid here, with Rillet's ids. */
type Asked = { finding: Finding; perInvoice: CallsPerInvoice; invoices: Invoice[] }
type Invoice = { invoiceId: string; rilletId: string }

const count = 20

/**
 * How many calls does an invoice cost? From the stand-ins' own logs, customer and product known, up to
 * the moment when nothing is left to do. Also the number of steps that the bare workflow gets.
 */
export async function askCalls({ account, environment: { db } }: Bench): Promise<Asked> {
  const ids = await draftMany(account, count)
  // The last closed day is read once in ten minutes: caches are warm.
  await syncAll(account, await draftMany(account, 1))
  await untilQuiet(db)
  const rillet = await followRequests(account.rilletControl)
  const sequence = await followRequests(account.sequenceControl)
  const spent = async () => {
    await untilQuiet(db)
    const [atRillet, atSequence] = await Promise.all([rillet.next(), sequence.next()])
    return { rillet: atRillet.filter(isOurs), sequence: atSequence.filter(isOurs) }
  }

  const arrivals = await syncAll(account, ids)
  const synced = await spent()
  await settleAll(account, arrivals)
  const settled = await spent()

  const figures: Figure[] = [
    { ...each('Rillet calls per synced invoice', synced.rillet), target: { atMost: 1 } },
    { ...each('Rillet calls per settlement', settled.rillet), target: { atMost: 1 } },
    each('Sequence calls per synced invoice', synced.sequence),
    each('Sequence calls per settlement', settled.sequence),
  ]
  return {
    invoices: [...arrivals].map(([invoiceId, { rilletId }]) => ({ invoiceId, rilletId })),
    finding: {
      question: 'Calls per invoice',
      figures,
      notes: [`${count} invoices of three lines; customer and product are linked.`],
    },
    perInvoice: {
      sync: Math.round((synced.rillet.length + synced.sequence.length) / count),
      settle: Math.round((settled.rillet.length + settled.sequence.length) / count),
    },
  }
}

const each = (name: string, calls: Logged[]): Figure => ({
  name,
  value: calls.length / count,
  unit: 'calls',
  note: kindsOf(calls),
})

/** Which calls they were, with how many of each an invoice takes. */
function kindsOf(calls: Logged[]): string {
  const kinds = new Map<string, number>()
  for (const { method, path } of calls) {
    const kind = `${method} ${withoutIds(path)}`
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1 / count)
  }
  return [...kinds].map(([kind, share]) => `${times(share)}${kind}`).join(', ')
}

const times = (share: number) => (Math.abs(share - 1) < 0.01 ? '' : `${share.toFixed(2)} × `)

const withoutIds = (path: string) => path.replace(/^\/api/, '').replaceAll(/\/[\w-]{20,}/g, '/…')
