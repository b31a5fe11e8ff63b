import type { Db } from './connect.ts'
import type { Secrets } from './secrets.ts'

const columns = [
  'rillet_api_key',
  'rillet_webhook_secret',
  'sequence_client_secret',
  'sequence_webhook_secret',
] as const

/**
 * Looks whether the keys open what is stored. Returns the ids of those with which nothing opens: they
 * are missing, or another key has their id.
 */
export async function foreignKeys(db: Db, secrets: Secrets): Promise<string[]> {
  const rows = await db
    .selectFrom('connection')
    .select(['account_id', ...columns])
    .execute()
  const opened = new Map<string, boolean>()
  for (const { account_id: accountId, ...sealed } of rows) {
    for (const column of columns) {
      const text = sealed[column]
      if (text === null) continue
      const id = text.split('.')[0] ?? ''
      if (opened.get(id) !== true) opened.set(id, opens(secrets, text, { accountId, column }))
    }
  }
  return [...opened].filter(([, isOpen]) => !isOpen).map(([id]) => id)
}

function opens(secrets: Secrets, text: string, place: { accountId: string; column: string }) {
  try {
    secrets.open(text, place)
    return true
  } catch {
    return false
  }
}
