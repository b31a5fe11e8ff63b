import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { DemoError, type Http } from './http.ts'
import { poll } from './poll.ts'
import type { News } from './rounds.ts'
import type { Stage, StagedAccount } from './stage.ts'

const Started = z.object({ runId: z.string() })
const Sweeps = z.object({ items: z.array(z.object({ runId: z.string(), outcome: z.string() })) })
const Clock = z.object({ timeScale: z.number() })

/** What is younger may have its webhook on the way: no sweep takes it for lost. */
const graceMs = 120_000

/** In place of webhooks: one sweep of each kind that can have seen it, on every account. */
export const sweepAll =
  ({ sequence, accounts, deadline }: Stage) =>
  async (news: News): Promise<void> => {
    const { timeScale } = await sequence.get('/_sandbox', Clock)
    await pause(graceMs / timeScale + 200)
    const kinds = news === 'deleted' ? ['full'] : ['changes', 'sequence']
    await Promise.all(
      Object.values(accounts).map(async (account) => {
        for (const kind of kinds) await sweep(account, kind, deadline)
      }),
    )
  }

async function sweep({ operator }: StagedAccount, kind: string, deadline: number): Promise<void> {
  const started = await start(operator, kind)
  const outcome = await poll({
    wanted: `the sweep of kind ${kind} to end`,
    ask: async () => {
      const { items } = await operator.get(`/sweeps?kind=${kind}`, Sweeps)
      return items.find(({ runId }) => runId === started.runId)?.outcome
    },
    isThere: (one) => one !== undefined && one !== 'running',
    describe: (one) => one ?? 'it is not listed yet',
    deadline,
  })
  if (outcome !== 'done') throw new DemoError(`the sweep of kind ${kind} ended: ${outcome}`)
}

const start = (operator: Http, kind: string) =>
  operator.send({ method: 'POST', path: `/sweeps/${kind}/run` }, Started)
