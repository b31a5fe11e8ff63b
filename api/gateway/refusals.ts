import type { Db } from '../../store/connect.ts'
import { countRefusals, type Refusal } from '../../store/refusal.ts'

export type Refusals = ReturnType<typeof createRefusals>

const perSecond = 20

/**
 * Counts refused deliveries. The first twenty of a second are written at once; a flood beyond them
 * is summed up and written with the next second's first, so that it cannot keep Postgres busy.
 */
export function createRefusals(db: Db) {
  const sums = new Map<string, { refusal: Refusal; count: number }>()
  let second = 0
  let written = 0
  let timer: NodeJS.Timeout | undefined

  async function flush(): Promise<void> {
    timer = undefined
    const waiting = [...sums.values()]
    sums.clear()
    for (const { refusal, count } of waiting) await countRefusals(db, refusal, count)
  }

  return {
    async count(refusal: Refusal): Promise<void> {
      const now = Math.floor(performance.now() / 1_000)
      if (now !== second) [second, written] = [now, 0]
      written += 1
      if (written <= perSecond) {
        await countRefusals(db, refusal)
        return
      }
      const key = `${refusal.accountId}/${refusal.source}/${refusal.reason}`
      const sum = sums.get(key) ?? { refusal, count: 0 }
      sums.set(key, { refusal, count: sum.count + 1 })
      timer ??= setTimeout(() => void flush().catch(() => undefined), 1_000)
    },

    async close(): Promise<void> {
      clearTimeout(timer)
      await flush()
    },
  }
}
