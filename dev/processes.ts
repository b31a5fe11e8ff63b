import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, type ProcessSpec, spawnChild, waitUntilReady } from './child.ts'
import { type Guardian, startGuardian } from './guardian.ts'
import { killGroup } from './kill.ts'
import { nextRestart } from './restart-policy.ts'

export type Processes = {
  /** Starts a process and keeps it running; resolves when it serves. */
  start: (spec: ProcessSpec) => Promise<void>
  /** Stops all by their `stopOrder`; nothing is started again. */
  stopAll: () => Promise<void>
  /** Ends all at once, without grace. */
  killAll: () => void
  /** The current process ids by name. */
  pids: () => Map<string, number>
  guardian: Guardian
}

export type KeepingOptions = {
  /** Told when a process ended and is started again. */
  print: (line: string) => void
  /** A process ended too often: time to stop everything. */
  onGivingUp: (reason: string, logFile: string) => void
}

type Kept = { spec: ProcessSpec; child: Child }

/** Processes that are started again when they end, and that end with this one. */
export function createProcesses({ print, onGivingUp }: KeepingOptions): Processes {
  const guardian = startGuardian()
  const kept = new Map<string, Kept>()
  let stopping = false

  async function keep(one: Kept, restarts: number[]) {
    const how = await one.child.exited
    if (stopping) return
    const waitMs = nextRestart(restarts, Date.now())
    if (waitMs === 'give up') {
      onGivingUp(`${one.spec.name} ended too often (${how})`, one.spec.logFile)
      return
    }
    print(`  ! ${one.spec.name} ended (${how}); started again in ${waitMs / 1000} s`)
    await sleep(waitMs)
    if (stopping) return
    one.child = spawnChild(one.spec, guardian)
    void keep(one, [...restarts, Date.now()])
  }

  async function start(spec: ProcessSpec) {
    const child = spawnChild(spec, guardian)
    const one = { spec, child }
    kept.set(spec.name, one)
    await waitUntilReady(spec, child)
    void keep(one, [])
  }

  async function stopAll() {
    stopping = true
    const orders = new Set([...kept.values()].map(({ spec }) => spec.stopOrder))
    for (const order of [...orders].sort((a, b) => a - b)) {
      const group = [...kept.values()].filter(({ spec }) => spec.stopOrder === order)
      await Promise.all(group.map(({ child }) => child.stop()))
    }
    await guardian.close()
  }

  return {
    start,
    stopAll,
    killAll: () => {
      for (const { child } of kept.values()) killGroup(child.pid, 'SIGKILL', 'group')
    },
    pids: () => new Map([...kept].map(([name, { child }]) => [name, child.pid])),
    guardian,
  }
}
