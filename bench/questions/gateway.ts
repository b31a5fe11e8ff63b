import { createHmac, randomUUID } from 'node:crypto'
import autocannon, { type Result, type SentRequest } from 'autocannon'
import type { Bench } from '../bench.ts'
import { backlog } from '../environment/quiet.ts'
import type { Figure, Finding } from '../figures.ts'
import { poll } from '../parallel.ts'

const few = 5
const many = 50

/**
 * How many deliveries a second are verified, stored and acknowledged, and how fast? Each has an id of
 * its own and a right signature. Meanwhile the dispatcher works off what is stored. Ends with Temporal
 * stopped: ask it last.
 */
export async function askGateway(bench: Bench): Promise<Finding> {
  const { db, processes } = bench.environment
  const figures: Figure[] = []
  const measure = async (connections: number, how: string) => {
    figures.push(...figuresOf(await fire(bench, connections), connections, how))
    const waiting = await backlog(db)
    const startedAt = performance.now()
    await poll(
      'the dispatcher to work off what was stored',
      async () => (await backlog(db)) < 20,
      200,
    )
    return waiting / ((performance.now() - startedAt) / 1_000)
  }
  await fire({ ...bench, sizes: { ...bench.sizes, seconds: 1 } }, few) // warms up
  await measure(few, 'Temporal running')
  const drained = await measure(many, 'Temporal running')
  await processes.stop('Worker')
  await processes.stop('Temporal')
  await measure(few, 'Temporal stopped')
  await measure(many, 'Temporal stopped')
  return {
    question: 'Gateway: durable acknowledgements',
    figures,
    notes: [
      'Deliveries of Rillet about invoices that it did not get from us: matched, and kept.',
      `Worked off meanwhile and after: ${Math.round(drained)} a second.`,
    ],
  }
}

async function fire({ environment, account, sizes }: Bench, connections: number): Promise<Result> {
  const result = await autocannon({
    url: `${environment.apiUrl}/api/rillet/webhooks/${account.id}`,
    connections,
    duration: sizes.seconds,
    method: 'POST',
    requests: [{ setupRequest: (request) => signed(request, account.webhookToken) }],
  })
  if (result.non2xx + result.errors > 0) {
    throw new Error(`${result.non2xx} deliveries were refused, ${result.errors} failed`)
  }
  return result
}

function signed(request: SentRequest, token: string): SentRequest {
  const [id, timestamp] = [randomUUID(), new Date().toISOString()]
  const body = JSON.stringify({ ...news, id: randomUUID(), updated_at: timestamp })
  const signature = createHmac('sha256', Buffer.from(token, 'base64'))
    .update(`${timestamp}.${id}.INVOICE.UPDATED.${body}`)
    .digest('base64')
  return {
    ...request,
    body,
    headers: {
      'content-type': 'application/json',
      'x-rillet-signature': signature,
      'x-rillet-timestamp': timestamp,
      'x-rillet-id': id,
      'x-rillet-entity': 'INVOICE',
      'x-rillet-event': 'UPDATED',
    },
  }
}

/** About as long as what Rillet sends. */
const news = {
  status: 'SENT',
  amount_due: { amount: '360.00', currency: 'USD' },
  total: { amount: '360.00', currency: 'USD' },
  external_references: [],
  items: Array.from({ length: 3 }, (_, n) => ({
    description: `Line ${n + 1}`,
    amount: { amount: '100.00', currency: 'USD' },
  })),
}

function figuresOf(result: Result, connections: number, how: string): Figure[] {
  const at = `${connections} connections, ${how}`
  const { average } = result.requests
  const { p50, p99 } = result.latency
  return [
    {
      name: `${at}: acknowledged`,
      value: average,
      unit: '/s',
      ...(connections === many && { target: { atLeast: 2_500 } }),
    },
    { name: `${at}: median`, value: p50, unit: 'ms' },
    {
      name: `${at}: 99 of 100 within`,
      value: p99,
      unit: 'ms',
      target: { atMost: connections === many ? 50 : 10 },
    },
  ]
}
