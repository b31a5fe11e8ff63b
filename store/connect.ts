import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { AnsweredClient } from './answered-client.ts'
import { takeAppRole } from './app-role.ts'
import type { Database } from './schema.ts'

export type Db = Kysely<Database>

// Calendar days stay text: a `Date` would move them by the reader's zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day)

export type ConnectOptions = {
  url: string
  maxConnections?: number
  /** As the url's own user, who may change the schema; otherwise as the application's role. */
  asOwner?: boolean
}

/**
 * Opens a pool on Postgres. A statement that is slow is ended by Postgres after five seconds and costs no
 * connection; where no answer comes at all, the connection is given up a second later.
 */
export function connect({ url, maxConnections = 10, asOwner = false }: ConnectOptions): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: 5_000,
    query_timeout: 6_000,
    statement_timeout: 5_000,
    // A transaction whose connection was given up keeps its locks no longer than that.
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
    Client: AnsweredClient,
    ...(asOwner ? {} : { verify: takeRole }),
  })
  // An idle connection that the server drops must not stop the process; the next query reconnects.
  pool.on('error', () => undefined)
  // The same for one that is in use and rests between two queries of a transaction: the next one fails.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}

/** The pool gives up a connection for which this fails. */
function takeRole(client: pg.PoolClient, tell: (error?: Error) => void): void {
  client.query(takeAppRole).then(() => tell(), tell)
}
