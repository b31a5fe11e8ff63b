import { StartupError } from './config.ts'
import type { Db } from './store/connect.ts'
import { foreignKeys } from './store/foreign-keys.ts'
import type { Secrets } from './store/secrets.ts'

/** Throws a `StartupError` when the keys do not open what is stored: every call would fail later, one by one. */
export async function checkKeys(db: Db, secrets: Secrets): Promise<void> {
  const ids = await foreignKeys(db, secrets)
  if (ids.length === 0) return
  throw new StartupError(
    `ENCRYPTION_KEY does not open the secrets that were stored with the key ${ids.join(', ')}: add that key to it, behind a comma, or start with another database.`,
  )
}
