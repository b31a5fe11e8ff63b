import type { Finding } from '../figures.ts'
import type { Latencies } from '../gentle.ts'
import { median, quantile } from '../statistics.ts'

/** How long from a payment in Rillet to PAID in Sequence? */
export function askSettlement({ ours, bare }: Latencies): Finding {
  const mine = ours.map(({ settle }) => settle)
  const theirs = bare.map(({ paidAt, settled }) => settled - paidAt)
  return {
    question: 'Latency: paid in Rillet to PAID in Sequence',
    figures: [
      { name: 'ours: median', value: median(mine), unit: 'ms' },
      { name: 'ours: 95 of 100 within', value: quantile(mine, 0.95), unit: 'ms' },
      { name: 'bare: signal to the last step, median', value: median(theirs), unit: 'ms' },
      { name: 'ratio of the medians', value: median(mine) / median(theirs), unit: '× bare' },
    ],
    notes: [
      'The first hint about a payment goes at once; further ones within the next second share one signal at its end.',
    ],
  }
}
