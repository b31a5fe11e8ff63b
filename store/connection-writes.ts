import { sql, type Updateable } from 'kysely'
import { causes } from '../domain/ids.ts'
import type { Db } from './connect.ts'
import { findConnection, settingsOf } from './connection.ts'
import { addEvent } from './event.ts'
import { wakeWaiting } from './outbox.ts'
import type { ConnectionTable } from './schema.ts'

type By = { accountId: string; actor: string }

export type RilletConnection = By & {
  sealedKey: string
  /** Its last four characters, the only part that is ever shown. */
  keyHint: string
  organization: { id: string; name: string }
  /** The only subsidiary there is, which then needs no choice. */
  subsidiary: { id: string; currency: string } | null
}

/** Stores a probed Rillet key, connects the account again if it was not, and wakes who waited for it. */
export function connectRillet(db: Db, given: RilletConnection): Promise<void> {
  const { accountId, organization, subsidiary } = given
  return db.transaction().execute(async (transaction) => {
    const before = await findConnection(transaction, accountId)
    const isSame = before?.organization_id === organization.id
    const settings = settingsOf(before)
    const keepsSubsidiary = isSame && settings.subsidiaryId !== null
    const chosen = keepsSubsidiary
      ? {}
      : { subsidiaryId: subsidiary?.id ?? null, subsidiaryCurrency: subsidiary?.currency ?? null }
    const columns = {
      organization_id: organization.id,
      organization_name: organization.name,
      rillet_api_key: given.sealedKey,
      rillet_key_hint: given.keyHint,
      rillet_status: 'ready' as const,
      settings: JSON.stringify({ ...before?.settings, ...chosen }),
      disconnected_at: null,
      ...(isSame ? {} : { setup_missing_since: null, setup_probe_due_at: null }),
    }
    await change(transaction, accountId, columns)
    await tell(transaction, given, 'connection.rillet_connected', { organization: organization.id })
    await wake(transaction, accountId, [
      causes.key,
      causes.disconnected,
      ...(keepsSubsidiary ? [] : [causes.settings]),
      ...(isSame ? [] : [causes.setup]),
    ])
  })
}

export type SequenceConnection = By & {
  clientId: string
  sealedSecret: string
  secretHint: string
  company: string
}

/** Stores probed credentials of Sequence, and wakes who waited for them. */
export function connectSequence(db: Db, given: SequenceConnection): Promise<void> {
  return db.transaction().execute(async (transaction) => {
    await change(transaction, given.accountId, {
      sequence_client_id: given.clientId,
      sequence_client_secret: given.sealedSecret,
      sequence_client_secret_hint: given.secretHint,
      sequence_company: given.company,
      sequence_status: 'ready',
      disconnected_at: null,
    })
    await tell(transaction, given, 'connection.sequence_connected', {})
    await wake(transaction, given.accountId, [causes.sequence, causes.disconnected])
  })
}

type Columns = Omit<Updateable<ConnectionTable>, 'account_id' | 'created_at' | 'updated_at'>

async function change(db: Db, accountId: string, columns: Columns): Promise<void> {
  await db
    .updateTable('connection')
    .set({ ...columns, updated_at: sql<Date>`clock_timestamp()` })
    .where('account_id', '=', accountId)
    .execute()
}

const tell = (db: Db, { accountId, actor }: By, kind: string, data: Record<string, unknown>) =>
  addEvent(db, { accountId, invoiceId: null, kind, actor, data })

async function wake(db: Db, accountId: string, cleared: string[]): Promise<void> {
  for (const cause of cleared) await wakeWaiting(db, accountId, cause)
}
