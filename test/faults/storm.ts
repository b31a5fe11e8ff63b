import { setTimeout as pause } from 'node:timers/promises'
import { killGroup } from '../../dev/kill.ts'
import type { Dice } from './dice.ts'
import type { ProcessFault } from './kinds.ts'
import { unkilledAt } from './never.ts'
import { type Armed, type FailPoint, failPointNames, processOf } from './stage/fail-points.ts'
import type { Stage } from './stage/start.ts'
import type { Tally } from './tally.ts'

/** Longer than start-to-close: Temporal has given the activity to somebody else by then. */
const frozenMs = { least: 31_000, most: 42_000 }
/** From what a query just survives to twice that. */
const stillMs = { least: 6_000, most: 12_000 }
const strikeWithinMs = 20_000

const pointsOf = (process: 'worker' | 'api') =>
  failPointNames.filter((point) => processOf(point) === process)
const freezable: FailPoint[] = [
  'fence raised, nothing sent',
  'answered, not recorded',
  'recorded, not reported',
  'status written, not recorded',
  'payments read, not recorded',
]

export type Storm = { stage: Stage; tally: Tally; dice: Dice }

/** Mostly one where none was killed yet, the first time it is passed: some are passed seldom. */
function armedToKill({ stage, dice }: Storm, process: 'worker' | 'api'): Armed {
  const all = pointsOf(process)
  const left = all.filter((point) => unkilledAt(stage.arming.strikes()).includes(point))
  return left.length > 0 && dice.chance(0.8)
    ? { point: dice.pick(left), hit: 1, action: 'kill' }
    : { point: dice.pick(all), hit: dice.int(1, 3), action: 'kill' }
}

/** Lets one fault of a process or server happen, counts it, and returns when all are up again. */
export async function strike(storm: Storm, kind: ProcessFault): Promise<void> {
  const { stage, tally, dice } = storm
  const { processes, proxy, arming } = stage
  const worker = dice.pick(processes.workers)
  const atRandom = 'at random'
  switch (kind) {
    case 'worker killed':
      await worker.kill()
      tally.add(kind, atRandom)
      return worker.untilReady()
    case 'api killed':
      await processes.api.kill()
      tally.add(kind, atRandom)
      return processes.api.untilReady()
    case 'worker killed at a fail point': {
      const armed = armedToKill(storm, 'worker')
      const struck = await arming.strike([worker.name], armed, strikeWithinMs)
      if (struck !== null) tally.add(kind, struck.point)
      return worker.untilReady()
    }
    case 'api killed at a fail point': {
      const struck = await arming.strike(['api'], armedToKill(storm, 'api'), strikeWithinMs)
      if (struck !== null) tally.add(kind, struck.point)
      return processes.api.untilReady()
    }
    case 'worker frozen past start-to-close': {
      const armed = { point: dice.pick(freezable), hit: 1 }
      const struck = await arming.strike(
        [worker.name],
        { ...armed, action: 'freeze' },
        strikeWithinMs,
      )
      if (struck === null) return
      tally.add(kind, struck.point)
      await pause(dice.int(frozenMs.least, frozenMs.most))
      // It may be gone: others go on meanwhile, and one of them may have killed it.
      killGroup(struck.pid, 'SIGCONT', 'leader')
      return
    }
    case 'Temporal killed':
      await processes.temporal.kill()
      tally.add(kind, atRandom)
      return processes.temporal.untilReady()
    case 'Temporal frozen':
      tally.add(kind, atRandom)
      return processes.temporal.freeze(dice.int(1_000, 8_000))
    case 'Postgres killed':
      await processes.postgres.kill('SIGKILL')
      tally.add(kind, atRandom)
      return processes.postgres.untilReady()
    case 'Postgres stopped immediately':
      await processes.postgres.kill('SIGQUIT')
      tally.add(kind, atRandom)
      return processes.postgres.untilReady()
    case 'Postgres frozen':
      // Each of its processes leads a group of its own: one that we left behind stopped would never end.
      proxy.hold()
      tally.add(kind, atRandom)
      await pause(dice.int(stillMs.least, stillMs.most))
      return proxy.release()
    case 'Postgres half-open':
      proxy.blackHole()
      tally.add(kind, atRandom)
      await pause(dice.int(1_000, 8_000))
      return proxy.heal()
    case 'Postgres connections reset':
      tally.add(kind, atRandom)
      return proxy.reset()
  }
}
