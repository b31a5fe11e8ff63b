import pg from 'pg'
import { dispatchChannel } from '../../store/outbox.ts'

const reconnectMs = 1_000

/**
 * Calls `onNotice` whenever a transaction anywhere wrote something for the dispatchers. A lost
 * connection is made again; what was missed meanwhile, the poll finds. Returns how to stop.
 */
export function listen(databaseUrl: string, onNotice: () => void): () => Promise<void> {
  let isStopped = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined

  function again(): void {
    client = undefined
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(start, reconnectMs)
  }

  function start(): void {
    const mine = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    })
    client = mine
    mine.on('notification', onNotice)
    mine.on('error', () => undefined)
    mine.once('end', again)
    mine
      .connect()
      .then(() => mine.query(`listen ${dispatchChannel}`))
      .then(onNotice)
      .catch(() => mine.end().catch(again))
  }

  start()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await client?.end().catch(() => undefined)
  }
}
