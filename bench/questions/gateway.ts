import autocannon, { type Result } from 'autocannon'
import type { Bench } from '../bench.ts'
import { deliveriesFor } from '../deliveries.ts'
import { pendingDeliveries } from '../environment/quiet.ts'
import type { Figure, Finding } from '../figures.ts'
import { poll } from '../parallel.ts'

/** One delivery in so many is about an invoice of ours. */
const oursEvery = 10
const few = 5
const many = 50

type Gateway = Bench & {
  /** Rillet's ids of invoices that the sync knows. */
  rilletIds: string[]
}

/**
 * How many deliveries a second are verified, stored and acknowledged, and how fast? Each has an id of
 * its own and a right signature; meanwhile the dispatcher works off what is stored. Ends with worker and
 * Temporal stopped: ask it last.
 */
export async function askGateway(gateway: Gateway): Promise<Finding> {
  const { db, processes } = gateway.environment
  const figures: Figure[] = []
  const measure = async (connections: number, how: string): Promise<number> => {
    const result = await fire(gateway, connections, gateway.sizes.seconds)
    figures.push(...figuresOf(result, connections, how))
    const waiting = await pendingDeliveries(db)
    const startedAt = performance.now()
    const isDrained = async () => (await pendingDeliveries(db)) === 0
    await poll('the dispatcher to work off what was stored', isDrained)
    return waiting / ((performance.now() - startedAt) / 1_000)
  }
  await fire(gateway, few, 1) // warms up
  await measure(few, 'Temporal running')
  const perSecond = await measure(many, 'Temporal running')
  await processes.stop('Worker')
  await processes.stop('Temporal')
  await measure(few, 'Temporal stopped')
  await measure(many, 'Temporal stopped')
  return {
    question: 'Gateway: durable acknowledgements',
    figures,
    notes: [
      `Rillet's deliveries: one in ${oursEvery} about ${gateway.rilletIds.length} invoices of ours, the others about invoices that it did not get from us. The sender is on the same machine.`,
      `What had to wait was worked off at ${Math.round(perSecond)} a second.`,
    ],
  }
}

async function fire(
  { environment, account, rilletIds }: Gateway,
  connections: number,
  seconds: number,
): Promise<Result> {
  const result = await autocannon({
    url: `${environment.apiUrl}/api/rillet/webhooks/${account.id}`,
    connections,
    duration: seconds,
    method: 'POST',
    requests: [{ setupRequest: deliveriesFor(account.webhookToken, rilletIds, oursEvery) }],
  })
  if (result.non2xx + result.errors === 0) return result
  throw new Error(`${result.non2xx} deliveries were refused, ${result.errors} failed`)
}

function figuresOf({ latency, requests }: Result, connections: number, how: string): Figure[] {
  const at = `${connections} connections, ${how}`
  const acknowledged = { name: `${at}: acknowledged`, value: requests.average, unit: '/s' }
  const within = { name: `${at}: 99 of 100 within`, value: latency.p99, unit: 'ms' }
  return [
    connections === many ? { ...acknowledged, target: { atLeast: 2_500 } } : acknowledged,
    { name: `${at}: median`, value: latency.p50, unit: 'ms' },
    { ...within, target: { atMost: connections === many ? 50 : 10 } },
  ]
}
