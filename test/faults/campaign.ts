import { failed } from './mixed.ts'
import type { Oracle } from './oracle/oracle.ts'
import { planOf } from './plan.ts'
import { type Outcome, playScenario, type Run } from './scenario.ts'
import type { createPool } from './stage/cast.ts'

export type Campaign = Run & {
  oracle: Oracle
  pool: ReturnType<typeof createPool>
  /** Begins nothing more once something was found broken. */
  stopsAtFirst?: boolean
  /** Begins nothing more after that, in epoch milliseconds. */
  endsMs?: number
  /** Told after each scenario. */
  onOutcome?: (outcome: Outcome, done: number) => void
}

/** The books are read whole: now and then is enough, sooner where the first finding ends it all. */
const judgeAfter = { all: 50, first: 10 }

/** Plays the scenarios of all seeds, as many at once as there are accounts, and has them judged. */
export async function playAll(campaign: Campaign, seeds: readonly number[]): Promise<Outcome[]> {
  const {
    oracle,
    pool,
    stopsAtFirst = false,
    endsMs = Number.POSITIVE_INFINITY,
    onOutcome = () => {},
  } = campaign
  const outcomes: Outcome[] = []
  let unjudged: Outcome[] = []
  let judging = Promise.resolve()
  const judge = () => {
    const batch = unjudged
    unjudged = []
    judging = judging.then(() => oracle.judge(batch))
  }

  await Promise.all(
    seeds.map(async (seed) => {
      const actor = await pool.take()
      const isBroken = outcomes.some(({ failures }) => failures.length > 0)
      const isOver = stopsAtFirst && (isBroken || oracle.violations().length > 0)
      if (isOver || Date.now() > endsMs) return pool.giveBack(actor)
      const outcome = await playScenario(campaign, planOf(seed), actor).catch((error: unknown) =>
        failed(seed, actor.id, error),
      )
      pool.giveBack(actor)
      outcomes.push(outcome)
      unjudged.push(outcome)
      onOutcome(outcome, outcomes.length)
      if (unjudged.length >= judgeAfter[stopsAtFirst ? 'first' : 'all']) judge()
    }),
  )
  judge()
  await judging
  return outcomes
}
