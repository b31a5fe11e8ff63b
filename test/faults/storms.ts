import { setTimeout as pause } from 'node:timers/promises'
import type { Dice } from './dice.ts'
import { type ProcessFault, processFaults } from './kinds.ts'
import { type Storm, strike } from './storm.ts'

type Pace = {
  /** Between the end of one fault and the next. */
  everyMs: { least: number; most: number }
  /** Default: all, shuffled. */
  kinds?: readonly ProcessFault[]
  /** Each kind but once; else again and again. */
  once?: boolean
}

/** Lets faults of processes and servers happen, one after the other, until it is told to stop. */
export function startStorms(storm: Storm, { everyMs, kinds = processFaults, once = false }: Pace) {
  const stopping = new AbortController()
  const { signal } = stopping
  const background: Promise<void>[] = []
  const ended = blow().catch((error: unknown) => {
    if (!signal.aborted) throw error
  })

  async function blow(): Promise<void> {
    while (!signal.aborted) {
      for (const kind of shuffled(storm.dice, kinds)) {
        await pause(storm.dice.int(everyMs.least, everyMs.most), undefined, { signal })
        const happening = strike(storm, kind)
        // A frozen worker stays so for long: meanwhile others go on.
        if (kind === 'worker frozen past start-to-close') background.push(happening)
        else await happening
      }
      if (once) return
    }
  }

  return {
    /** Nothing new begins; resolves when all that was struck is up again. */
    async stop(): Promise<void> {
      stopping.abort()
      await ended
      await Promise.all(background)
      const { processes } = storm.stage
      const all = [processes.postgres, processes.temporal, processes.api, ...processes.workers]
      await Promise.all(all.map((one) => one.untilReady()))
    },
  }
}

function shuffled<T>(dice: Dice, all: readonly T[]): T[] {
  const left = [...all]
  return all.map(() => left.splice(dice.int(0, left.length - 1), 1)[0]!)
}
