import pg from 'pg'

/** Takes a lock on the inbox that nobody gets past; as the database's owner. Returns what ends it. */
export async function holdInbox(databaseUrl: string): Promise<() => Promise<void>> {
  const holder = new pg.Client({ connectionString: databaseUrl })
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE')
  return async () => {
    await holder.query('ROLLBACK')
    await holder.end()
  }
}
