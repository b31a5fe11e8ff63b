import type { Figure, Finding } from '../figures.ts'
import type { Latencies } from '../gentle.ts'
import { median, quantile } from '../statistics.ts'

/** How long from Sequence's webhook to the request that creates the invoice in Rillet? */
export function askLatency({ ours, bare }: Latencies): Finding {
  const mine = ours.map(({ sync }) => sync)
  const theirs = bare.map(({ startedAt, synced }) => synced - startedAt)
  const ratio = median(mine) / median(theirs)
  const figures: Figure[] = [
    {
      name: 'ours: webhook to Rillet, median',
      value: median(mine),
      unit: 'ms',
      target: { atMost: 300 },
    },
    {
      name: 'ours: 95 of 100 within',
      value: quantile(mine, 0.95),
      unit: 'ms',
      target: { atMost: 2_000 },
    },
    { name: 'bare: start to the same step, median', value: median(theirs), unit: 'ms' },
    { name: 'bare: 95 of 100 within', value: quantile(theirs, 0.95), unit: 'ms' },
    { name: 'ratio of the medians', value: ratio, unit: '× bare', target: { atMost: 1.25 } },
  ]
  return {
    question: 'Latency: finalized to Rillet',
    figures,
    notes: [`${ours.length} invoices and as many bare workflows, one after the other, in turns.`],
  }
}
