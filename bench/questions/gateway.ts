import { randomUUID } from 'node:crypto'
import autocannon, { type Result } from 'autocannon'
import type { Bench } from '../bench.ts'
import { deliveriesOf, type News } from '../deliveries.ts'
import { pendingDeliveries } from '../environment/quiet.ts'
import type { Figure, Finding } from '../figures.ts'
import { poll } from '../parallel.ts'
import { duringFlood } from './flood.ts'

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
 * its own and a right signature. First such as are only stored, then such as the dispatcher works off
 * meanwhile; at last with worker and Temporal stopped: ask it last.
 */
export async function askGateway(gateway: Gateway): Promise<Finding> {
  const { account, environment, rilletIds, sizes } = gateway
  const { db, processes, apiUrl } = environment
  const figures: Figure[] = []
  const fire = async (news: News, connections: number): Promise<Result> => {
    const setupRequest = deliveriesOf(news, account.webhookToken)
    const result = await autocannon({
      url: `${apiUrl}/api/rillet/webhooks/${account.id}`,
      connections,
      duration: sizes.seconds,
      method: 'POST',
      requests: [{ setupRequest }],
    })
    if (result.non2xx + result.errors === 0) return result
    throw new Error(`${result.non2xx} deliveries were refused, ${result.errors} failed`)
  }
  const measure = async (news: News, how: string): Promise<number> => {
    let perSecond = 0
    for (const connections of [few, many]) {
      figures.push(...figuresOf(await fire(news, connections), connections, how))
      const waiting = await pendingDeliveries(db)
      const startedAt = performance.now()
      const isDrained = async () => (await pendingDeliveries(db)) === 0
      await poll('the dispatcher to work off what was stored', isDrained)
      perSecond = waiting / ((performance.now() - startedAt) / 1_000)
    }
    return perSecond
  }

  const followed: News = { entity: 'INVOICE', event: 'UPDATED', about: mixed(rilletIds) }
  await measure({ entity: 'CUSTOMER', event: 'UPDATED', about: () => randomUUID() }, 'only stored')
  const perSecond = await measure(followed, 'handed over')
  figures.push(...(await duringFlood(gateway)))
  await processes.stop('Worker')
  await processes.stop('Temporal')
  await measure(followed, 'Temporal stopped')
  return {
    question: 'Gateway: durable acknowledgements',
    figures,
    notes: [
      `Only stored: news of customers. Handed over: news of invoices, one in ${oursEvery} about ${rilletIds.length} of ours; the dispatcher, in the same process, works it off meanwhile. The sender is on the same machine.`,
      `What had to wait was worked off at ${Math.round(perSecond)} a second.`,
    ],
  }
}

const mixed = (rilletIds: string[]) => (n: number) => {
  if (n % oursEvery !== 0) return randomUUID()
  return rilletIds[(n / oursEvery) % rilletIds.length] ?? randomUUID()
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
