import { readdir } from 'node:fs/promises'
import { type Migration, Migrator } from 'kysely/migration'
import type { Db } from './connect.ts'

const folder = new URL('../migrations/', import.meta.url)

/**
 * Brings the schema up to date; twice does no harm (kysely's migrator takes a lock itself).
 * Returns the names it applied. Throws the database's own error when one fails.
 */
export async function migrate(db: Db): Promise<string[]> {
  const { error, results } = await new Migrator({
    db,
    provider: { getMigrations: loadMigrations },
  }).migrateToLatest()
  if (error !== undefined) throw new Error('a migration failed', { cause: error })
  return (results ?? []).filter(({ status }) => status === 'Success').map((r) => r.migrationName)
}

async function loadMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort()
  const loaded = names.map(
    async (name): Promise<[string, Migration]> => [
      name.replace(/\.ts$/, ''),
      await import(new URL(name, folder).href),
    ],
  )
  return Object.fromEntries(await Promise.all(loaded))
}
