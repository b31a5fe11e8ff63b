import type { Db } from '../../store/connect.ts'
import { type NewDelivery, storeDeliveries } from '../../store/inbox-storing.ts'

const mostAtOnce = 50
const mostStatements = 4

type Waiting = {
  delivery: NewDelivery
  resolve: (isNew: boolean) => void
  reject: (error: unknown) => void
}

/**
 * Stores deliveries. One that comes alone is stored at once; those that come while four statements
 * are under way share the next one. Resolves when it is durable, to whether it was new.
 */
export function createLetterbox(db: Db): (delivery: NewDelivery) => Promise<boolean> {
  const waiting: Waiting[] = []
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
      if (batch.length === 1) batch[0]?.reject(error)
      else await Promise.all(batch.map(storeAlone))
    } finally {
      underWay -= 1
      if (waiting.length > 0) void storeNext()
    }
  }

  /** After a failure of many: one that Postgres refuses must not take the others with it. */
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
      waiting.push({ delivery, resolve, reject })
      if (underWay < mostStatements) void storeNext()
    })
}
