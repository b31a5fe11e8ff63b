import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow'
import type { BareActivities } from './activities.ts'

export const paid = defineSignal('paid')

/** As many activities as ours makes calls to the vendors, before and after the one signal. */
export type BareInput = { syncCalls: number; settleCalls: number }

const { call } = proxyActivities<BareActivities>({
  startToCloseTimeout: '30 s',
  scheduleToCloseTimeout: '20 h',
  allowEagerDispatch: false, // as ours
})

/** What Temporal alone costs: the same number of durable steps and one signal, nothing else. */
export async function bare({ syncCalls, settleCalls }: BareInput): Promise<void> {
  let isPaid = false
  setHandler(paid, () => {
    isPaid = true
  })
  for (let n = 1; n <= syncCalls; n += 1) await call({ mark: n === syncCalls ? 'synced' : null })
  await condition(() => isPaid)
  for (let n = 1; n <= settleCalls; n += 1) await call({ mark: n === settleCalls ? 'paid' : null })
}
