import type { Db } from '../../store/connect.ts'
import { type NewDelivery, storeDeliveries } from '../../store/inbox-storing.ts'
import { sqlStateOf } from '../../store/postgres-errors.ts'

const mostAtOnce = 50
const mostStatements = 4
/** Who has waited longer when Postgres fails is told so, and sends again: some vendors wait ten seconds. */
const mostWaitMs = 2_000

type Waiting = {
  delivery: NewDelivery
  sinceMs: number
  resolve: (isNew: boolean) => void
  reject: (error: unknown) => void
}

/**
 * Stores deliveries. One that comes alone is stored at once; those that come while four statements
 * are under way share the next one. Resolves when it is durable, to whether it was new; rejects with
 * what Postgres answered, or when it does not answer in time.
 */
export function createLetterbox(db: Db): (delivery: NewDelivery) => Promise<boolean> {
  let waiting: Waiting[] = []
  let underWay = 0

  async function storeNext(): Promise<void> {
    const batch = waiting.splice(0, mostAtOnce)
    underWay += 1
    try {
      const answers = await storeDeliveries(
        db,
        batch.map(({ delivery }) => delivery),
      )
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] === true)
    } catch (error) {
      await tryAgain(batch, error)
    } finally {
      underWay -= 1
      if (waiting.length > 0) void storeNext()
    }
  }

  /** One that Postgres refuses must not take the others with it; while it is away, nobody waits for long. */
  async function tryAgain(batch: Waiting[], error: unknown): Promise<void> {
    const isLost = isOfTheData(error) ? () => false : isOverdue
    const lost = new Set([...batch, ...waiting].filter(isLost))
    // One that was alone has had its try.
    if (batch.length === 1) for (const one of batch) lost.add(one)
    waiting = waiting.filter((one) => !lost.has(one))
    for (const { reject } of lost) reject(error)
    await Promise.all(batch.filter((one) => !lost.has(one)).map(storeAlone))
  }

  async function storeAlone({ delivery, resolve, reject }: Waiting): Promise<void> {
    try {
      const [isNew] = await storeDeliveries(db, [delivery])
      resolve(isNew === true)
    } catch (error) {
      reject(error)
    }
  }

  return (delivery) =>
    new Promise((resolve, reject) => {
      waiting.push({ delivery, sinceMs: Date.now(), resolve, reject })
      if (underWay < mostStatements) void storeNext()
    })
}

const isOverdue = ({ sinceMs }: Waiting): boolean => Date.now() > sinceMs + mostWaitMs

/** Not that Postgres is away, or busy: what was to be stored does not fit (SQLSTATE classes 22 and 23). */
const isOfTheData = (error: unknown): boolean => /^2[23]/.test(sqlStateOf(error) ?? '')
