import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Armed, FailPoint } from './fail-points.ts'

/** A fail point at which a process stopped. */
export type Strike = { point: FailPoint; action: Armed['action']; pid: number }

/** Tells our processes at which fail point to stop, and reads where they did. */
export function createArming(folder: string) {
  const logFile = join(folder, 'logs', 'fail-points.log')
  const fileOf = (name: string) => join(folder, `arm-${name}.json`)

  const strikes = (): Strike[] =>
    existsSync(logFile)
      ? readFileSync(logFile, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line))
      : []

  return {
    strikes,
    /** What a process needs to know from its start on. */
    envOf: (name: string) => ({ FAULTS_ARM_FILE: fileOf(name), FAULTS_STRIKE_FILE: logFile }),
    /** Arms processes and waits until one of them has struck; null if that took too long. */
    async strike(names: string[], armed: Armed, withinMs: number): Promise<Strike | null> {
      const before = strikes().length
      for (const name of names) writeFileSync(fileOf(name), JSON.stringify(armed))
      const disarm = () => {
        for (const name of names) rmSync(fileOf(name), { force: true })
      }
      const deadline = Date.now() + withinMs
      while (Date.now() < deadline) {
        const found = strikes()
          .slice(before)
          .find(({ point, action }) => point === armed.point && action === armed.action)
        if (found !== undefined) {
          disarm()
          return found
        }
        await pause(100)
      }
      disarm()
      return null
    },
    /** Whether that process was ended by a fail point. */
    hasStruck: (pid: number): boolean =>
      strikes().some((strike) => strike.pid === pid && strike.action === 'kill'),
  }
}
