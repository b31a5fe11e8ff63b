import type { Json } from '../support/http.ts'
import type { Violation } from './oracle/ledger.ts'
import { createOracle } from './oracle/oracle.ts'
import { patienceMs, type Run } from './scenario.ts'
import { type Actor, type ActorOptions, createActor, createPool } from './stage/cast.ts'
import { type StageOptions, startStage } from './stage/start.ts'
import { createWatcher } from './stage/watcher.ts'
import { createTally } from './tally.ts'

/** A hundred times as fast as life. */
const fast = {
  timeScale: 100,
  /** Rillet's lists are behind by this, in all scenarios. */
  listingLagMs: 1_000,
  /** Longer than that and the HTTP deadline of 2 s together, with room for a busy machine. */
  settlingMs: 5_000,
  /** Calls to Rillet a minute, account by account, over and over. */
  caps: [10, 60, 60, 60],
}
export type Pace = typeof fast
/**
 * A hundred times as often as in life would be most of what the machine does: every four minutes, and
 * where a scenario waits for long (`until-final.ts`).
 */
const sweeping = { changesSweepMinutes: 400, sequenceSweepMinutes: 400, fullSweepMinutes: 24 * 60 }
/** As fast as life: for what is promised in seconds. */
export const realTime: Pace = {
  timeScale: 1,
  listingLagMs: 10_000,
  settlingMs: 60_000,
  caps: [60],
}

export type Theatre = Awaited<ReturnType<typeof openTheatre>>

export type TheatreOptions = Pick<StageOptions, 'say' | 'throughProxy' | 'diskBytes'> & {
  /** Accounts, and so scenarios at once. */
  accounts: number
  pace?: Pace
}

/** A stage with accounts, and an oracle that looks on. */
export async function openTheatre({ accounts, pace = fast, ...options }: TheatreOptions) {
  const { timeScale, listingLagMs, settlingMs, caps } = pace
  const settlingTimeMs = settlingMs * timeScale
  const stage = await startStage({ timeScale, settlingTimeMs, workers: 2, ...options })
  try {
    await stage.rillet.put('/_sandbox/switches', { listingLagMs })
    const actors = await castOf(accounts)
    const words = new Set([stage.token, ...actors.flatMap(secretsOf)])
    const oracle = createOracle(stage, words)
    const stopReading = oracle.recorder.start()
    const watcher = createWatcher(stage.db)
    const run: Run = {
      stage,
      watcher,
      tally: createTally(),
      canaries: words,
      losers: new Set(),
      isTooLate: (startedMs) => Date.now() > startedMs + patienceMs,
    }
    return {
      ...run,
      oracle,
      /** All whose books are judged at the end; those of the pool first. */
      actors,
      pool: createPool(actors),
      /** One more account, beside the pool's. */
      async hire(actorOptions: ActorOptions): Promise<Actor> {
        const actor = await createActor(stage, actorOptions)
        for (const word of secretsOf(actor)) words.add(word)
        actors.push(actor)
        return actor
      },
      close: async () => {
        await stopReading()
        await watcher.stop()
        await stage.close()
      },
    }
  } catch (error) {
    await stage.close()
    throw error
  }

  /** Each eighth shares its organization with the one before. */
  async function castOf(count: number): Promise<Actor[]> {
    const actors: Actor[] = []
    for (let first = 0; first < count; first += 8) {
      const places = Array.from({ length: Math.min(8, count - first) }, (_, place) => first + place)
      const own = places.filter((index) => index % 8 !== 7)
      actors.push(
        ...(await Promise.all(own.map((index) => actorAt(index, caps[index % caps.length]!)))),
      )
      const before = actors.at(-1)
      if (own.length === places.length || before === undefined) continue
      const { organization, cap } = before
      actors.push(await actorAt(first + 7, cap, { organization }))
    }
    return actors
  }

  function actorAt(index: number, cap: number, shared: { organization?: Json } = {}) {
    const unknownInvoices = index % 4 === 3 ? 'ask' : 'sync'
    return createActor(stage, { cap, ...shared, settings: { ...sweeping, unknownInvoices } })
  }
}

/** Opens a stage for one play and closes it whatever happens. */
export async function inTheatre<T>(
  options: TheatreOptions,
  play: (theatre: Theatre) => Promise<T>,
): Promise<T> {
  const theatre = await openTheatre(options)
  let closing: Promise<void> | null = null
  // npm passes on what the terminal has sent already: the second one must not end the cleaning up.
  const stop = () => {
    // What still plays meets closed doors.
    process.on('unhandledRejection', () => {})
    closing ??= theatre.close().finally(() => process.exit(130))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
  try {
    return await play(theatre)
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop)
    await theatre.close()
  }
}

/** As `inTheatre`, and the oracle judges in the end: what the play found, and what it left behind. */
export const inJudgedTheatre = (
  options: TheatreOptions,
  play: (theatre: Theatre) => Promise<Violation[]>,
): Promise<Violation[]> =>
  inTheatre(options, async (theatre) => {
    const found = await play(theatre)
    await theatre.oracle.conclude(theatre.actors)
    return [...found, ...theatre.oracle.violations()]
  })

const secretsOf = ({ organization, credentials, webhook }: Actor): string[] => [
  organization.keys[0].token,
  credentials.clientSecret,
  webhook.token,
]
