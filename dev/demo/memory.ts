import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/** By the demo's own name of the invoice; ISO instants. */
const Times = z.object({
  finalizedAt: z.record(z.string(), z.string()).default({}),
  reachedAt: z.record(z.string(), z.string()).default({}),
})
export type Times = z.infer<typeof Times>

/**
 * When each invoice was finalized and came where it should, kept over restarts. All else the demo
 * finds again where it made it.
 */
export function openMemory(file: string) {
  const times: Times = Times.parse(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {})
  return {
    times,
    /** The first time counts. */
    note: (what: keyof Times, key: string, at: string): void => {
      if (times[what][key] !== undefined) return
      times[what][key] = at
      writeFileSync(file, `${JSON.stringify(times, null, 2)}\n`)
    },
  }
}
export type Memory = ReturnType<typeof openMemory>
