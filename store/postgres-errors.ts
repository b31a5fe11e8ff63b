import pg from 'pg'

/**
 * The SQLSTATE of an answer of Postgres, else null. Its message may quote what was to be stored, so it
 * belongs neither into a history nor into a log.
 */
export const sqlStateOf = (error: unknown): string | null =>
  error instanceof pg.DatabaseError ? (error.code ?? 'unknown') : null

/** True when Postgres refuses the data themselves: trying again changes nothing. */
export const isRefusedData = (error: unknown): boolean =>
  /^(22|23502|23514)/.test(sqlStateOf(error) ?? '')
