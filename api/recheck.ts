import { AccessError } from '../clients/errors.ts'
import { closeBreakers } from '../store/breaker.ts'
import { type Woken, wakeOne } from '../store/outbox.ts'
import { unreportedCauses } from '../store/probe.ts'
import type { ConnectionRow } from '../store/schema.ts'
import type { ApiDeps } from './deps.ts'

export type Recheck = {
  rilletKey: 'good' | 'refused' | 'missing'
  sequenceKey: 'good' | 'refused' | 'missing'
  /** Causes that nobody reports as gone, and what tries for each. */
  tried: ({ cause: string } & Woken)[]
}

/** The doctor's look: tries both keys, and lets one that is held per unreported cause try. */
export async function recheck(deps: ApiDeps, row: ConnectionRow): Promise<Recheck> {
  const { db, vendors } = deps
  const { account_id: accountId } = row
  const rilletKey = await keyState(row.rillet_api_key, async () =>
    (await vendors.rillet(accountId)).checkKey(),
  )
  const sequenceKey = await keyState(row.sequence_client_secret, async () =>
    (await vendors.sequence(accountId)).accounts(),
  )
  return db.transaction().execute(async (transaction) => {
    if (rilletKey === 'good') await closeBreakers(transaction, accountId, ['rillet_key'])
    if (sequenceKey === 'good') await closeBreakers(transaction, accountId, ['sequence_key'])
    const tried: Recheck['tried'] = []
    for (const cause of await unreportedCauses(transaction, accountId)) {
      const woken = await wakeOne(transaction, accountId, cause)
      if (woken !== null) tried.push({ cause, ...woken })
    }
    return { rilletKey, sequenceKey, tried }
  })
}

async function keyState(stored: string | null, ask: () => Promise<unknown>) {
  if (stored === null) return 'missing'
  try {
    await ask()
    return 'good'
  } catch (error) {
    if (error instanceof AccessError) return 'refused'
    throw error
  }
}
