import { randomUUID } from 'node:crypto'
import autocannon from 'autocannon'
import type { Bench } from '../bench.ts'
import { deliveriesOf } from '../deliveries.ts'
import type { Figure } from '../figures.ts'
import { quantile } from '../statistics.ts'

const wrongPerSecond = 2_000
const genuinePerSecond = 20

/** How fast is a genuine delivery acknowledged while wrong signatures come in from the same address? */
export async function duringFlood({ account, environment, sizes }: Bench): Promise<Figure[]> {
  const url = `${environment.apiUrl}/api/rillet/webhooks/${account.id}`
  const about = () => randomUUID()
  const news = deliveriesOf({ entity: 'CUSTOMER', event: 'UPDATED', about }, account.webhookToken)
  const { headers = {}, body = '' } = news({})
  const flood = autocannon({
    url,
    connections: 20,
    duration: sizes.seconds,
    overallRate: wrongPerSecond,
    method: 'POST',
    headers: { ...headers, 'x-rillet-signature': 'd3Jvbmc=' },
    body,
  })
  const times: number[] = []
  const until = Date.now() + sizes.seconds * 1_000
  while (Date.now() < until) {
    const genuine = news({})
    const startedAt = performance.now()
    const answer = await fetch(url, { method: 'POST', ...genuine })
    times.push(performance.now() - startedAt)
    if (!answer.ok) throw new Error(`a genuine delivery was answered ${answer.status}`)
    await new Promise((resolve) => setTimeout(resolve, 1_000 / genuinePerSecond))
  }
  const { requests, '2xx': taken } = await flood
  if (taken > 0) throw new Error(`${taken} wrong signatures were taken`)
  return [
    { name: 'Flood: wrong signatures refused', value: requests.average, unit: '/s' },
    {
      name: 'Flood: 99 of 100 genuine deliveries acknowledged within',
      value: quantile(times, 0.99),
      unit: 'ms',
      target: { atMost: 100 },
    },
  ]
}
