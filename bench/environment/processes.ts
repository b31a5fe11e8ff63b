import { type Child, type ProcessSpec, spawnChild, waitUntilReady } from '../../dev/child.ts'
import { startGuardian } from '../../dev/guardian.ts'

/** Processes that are started once and never again: one that ends by itself spoils a measurement. */
export function createProcesses() {
  const guardian = startGuardian()
  const running = new Map<string, Child & Pick<ProcessSpec, 'stopOrder'>>()

  async function stop(name: string): Promise<void> {
    const child = running.get(name)
    running.delete(name)
    await child?.stop()
  }

  return {
    /** Resolves when it serves. Throws a `ChildError` with its last words when it does not. */
    async start(spec: ProcessSpec): Promise<void> {
      const child = spawnChild(spec, guardian)
      running.set(spec.name, { ...child, stopOrder: spec.stopOrder })
      await waitUntilReady(spec, child)
    },
    stop,
    async stopAll(): Promise<void> {
      const order = [...running].sort(([, a], [, b]) => a.stopOrder - b.stopOrder)
      for (const [name] of order) await stop(name)
      await guardian.close()
    },
    pids: (): Map<string, number> => new Map([...running].map(([name, { pid }]) => [name, pid])),
  }
}
