import pg from 'pg'

const reconnectMs = 1_000

export type Listening = {
  databaseUrl: string
  channel: string
  /** Called with what was told; with null when a connection begins, for what was told before is lost. */
  onNotice: (payload: string | null) => void
}

/**
 * Hears what Postgres is told on a channel, on a connection of its own that comes back by itself. Returns
 * how to stop.
 */
export function listen({ databaseUrl, channel, onNotice }: Listening): () => Promise<void> {
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
    mine.on('notification', ({ payload }) => onNotice(payload ?? ''))
    mine.on('error', () => undefined)
    mine.once('end', again)
    mine
      .connect()
      .then(() => mine.query(`listen ${channel}`))
      .then(() => onNotice(null))
      .catch(() => mine.end().catch(again))
  }

  start()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await client?.end().catch(() => undefined)
  }
}
