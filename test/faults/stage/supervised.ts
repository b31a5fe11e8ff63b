import { setTimeout as pause } from 'node:timers/promises'
import { type Child, type ProcessSpec, spawnChild, waitUntilReady } from '../../../dev/child.ts'
import type { Guardian } from '../../../dev/guardian.ts'
import { killGroup } from '../../../dev/kill.ts'

/** How a process came to its end although nobody asked it to. */
export type OwnEnd = { name: string; how: string; logFile: string }

export type SupervisedOptions = {
  /** Made anew for each start, the nth from 0: an environment and a log file of its own. */
  specOf: (start: number) => ProcessSpec
  guardian: Guardian
  /** Told when it ended by itself. */
  onOwnEnd: (end: OwnEnd) => void
  /** Whether an end was asked for elsewhere, by a fail point say. */
  wasMeant: (pid: number) => boolean
}

/** A process that is started again as soon as it has ended, however it did. */
export async function supervise(options: SupervisedOptions) {
  const { specOf, guardian, onOwnEnd, wasMeant } = options
  let starts = 0
  let child: Child
  let spec: ProcessSpec
  let killed = false
  let stopping = false
  let ready: Promise<void>

  const start = () => {
    spec = specOf(starts++)
    killed = false
    child = spawnChild(spec, guardian)
    const mine = child
    let served = false
    ready = waitUntilReady(spec, mine).then(() => {
      served = true
    })
    // Who waits for it is told; one that ends while what it needs is away is just started again.
    ready.catch(() => {})
    void mine.exited.then(async (how) => {
      if (stopping || mine !== child) return
      if (served && !killed && !wasMeant(mine.pid))
        onOwnEnd({ name: spec.name, how, logFile: spec.logFile })
      await pause(200)
      if (!stopping) start()
    })
  }
  start()
  await firstReady()

  /** On a machine that is busy the first start may fail for want of time; a third failure is told. */
  async function firstReady(): Promise<void> {
    for (let left = 2; ; left -= 1) {
      try {
        return await ready
      } catch (error) {
        if (left === 0) throw error
        await child.exited
        await pause(1_000)
      }
    }
  }

  /** Resolves once it serves, however often it has to be started for that. */
  async function untilReady(): Promise<void> {
    for (;;) {
      const mine = ready
      const isReady = await mine.then(
        () => true,
        () => false,
      )
      if (isReady && mine === ready) return
      await pause(100)
    }
  }

  return {
    untilReady,
    pid: () => child.pid,
    /** Ends it with that signal; it is started again. */
    async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
      killed = true
      const { exited, pid } = child
      killGroup(pid, signal, signal === 'SIGKILL' ? 'group' : 'leader')
      await exited
      await pause(250)
    },
    /** It stands still for that long, with its connections open. */
    async freeze(ms: number): Promise<void> {
      const { pid } = child
      killGroup(pid, 'SIGSTOP', 'leader')
      await pause(ms)
      killGroup(pid, 'SIGCONT', 'leader')
    },
    async stop(): Promise<void> {
      stopping = true
      killGroup(child.pid, 'SIGCONT', 'leader')
      await child.stop()
    },
  }
}
