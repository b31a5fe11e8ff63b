import type { HttpOptions } from './clients/http.ts'
import { createRilletClient, type RilletClient } from './clients/rillet/client.ts'
import { createSequenceClient, type SequenceClient } from './clients/sequence/client.ts'
import { priorities } from './domain/priorities.ts'
import { keepCopies } from './rillet-copies.ts'
import { credentialOf } from './store/breaker.ts'
import { createBudget } from './store/budget.ts'
import { budgetCap } from './store/budget-cap.ts'
import { countCalls } from './store/budget-slots.ts'
import type { Db } from './store/connect.ts'
import { findConnection, settingsOf } from './store/connection.ts'
import type { ConnectionRow } from './store/schema.ts'
import type { Secrets } from './store/secrets.ts'
import type { Taker } from './store/takers.ts'
import { scaled, scaledDeadline } from './time-scale.ts'

/** Why an account's vendor cannot be called at all; no call was made. */
export type NotConnected = 'rillet_missing' | 'sequence_missing' | 'disconnected'

export class NotConnectedError extends Error {
  override readonly name = 'NotConnectedError'
  readonly reason: NotConnected

  constructor(reason: NotConnected) {
    super(`the account's connection is not there: ${reason}`)
    this.reason = reason
  }
}

export type Vendors = ReturnType<typeof createVendors>

/** On whose behalf vendors are called: one object for one piece of work. */
export type Caller = Taker & Pick<HttpOptions, 'endsAtMs'>

/** Whoever waits for the answer goes first, and asks once. */
export const waitingPerson = (): Caller => ({
  name: null,
  priority: priorities.person,
  signal: null,
  endsAtMs: null,
})

export type VendorOptions = {
  db: Db
  secrets: Secrets
  rilletUrl: string
  sequenceUrl: string
  timeScale: number
  /** Per account, in any rolling minute; 600 if it is not given. */
  sequenceCallsPerMinute?: number
  /** Asked whenever a client is made; a person who waits, if it is not given. */
  caller?: () => Caller
}

/** What background work leaves free for live work, of each minute's calls. */
const reservedForLive = 10

/**
 * The vendors of an account: its stored credentials, and the call budget that every process shares.
 * One Rillet organization has one budget, whatever accounts lead to it. Whoever works in the background
 * starts its run or activity with `priorityOf(accountId, priorities.background)`: its clients then
 * take from the budget's lesser share by themselves.
 */
export function createVendors(options: VendorOptions) {
  const { db, secrets, rilletUrl, sequenceUrl, timeScale, sequenceCallsPerMinute = 600 } = options
  const { caller = waitingPerson } = options
  const windowMs = scaled(60_000, timeScale)
  const deadlineMs = scaledDeadline(20_000, timeScale)

  /** What every client of an account has: its share of a budget, and the end of who calls. */
  const calling = (accountId: string, key: string, cap: number) => {
    const taker = caller()
    const reserve = taker.priority >= priorities.background ? reservedForLive : 0
    const { slot } = createBudget({ db, key, accountId, cap, windowMs, reserve, taker })
    return { slot, signal: taker.signal, endsAtMs: taker.endsAtMs }
  }

  return {
    /**
     * Throws `NotConnectedError` without a key, or after a disconnect. `expected` is the organization that
     * the caller has decided for: throws when another one was connected meanwhile.
     */
    async rillet(accountId: string, expected?: string): Promise<RilletClient> {
      const row = connected(await findConnection(db, accountId), 'rillet_missing')
      const { rillet_api_key, organization_id } = row
      if (rillet_api_key === null || organization_id === null) {
        throw new NotConnectedError('rillet_missing')
      }
      if (expected !== undefined && expected !== organization_id) {
        throw new Error('another Rillet organization was connected meanwhile')
      }
      return createRilletClient({
        baseUrl: rilletUrl,
        deadlineMs,
        apiKey: secrets.open(rillet_api_key, { accountId, column: 'rillet_api_key' }),
        credential: credentialOf(rillet_api_key),
        seen: keepCopies(db, { accountId, organizationId: organization_id }),
        ...calling(
          accountId,
          `rillet/${organization_id}`,
          await budgetCap(db, organization_id, settingsOf(row)),
        ),
      })
    },

    /** Throws `NotConnectedError` without credentials, or after a disconnect. */
    async sequence(accountId: string): Promise<SequenceClient> {
      const row = connected(await findConnection(db, accountId), 'sequence_missing')
      const { sequence_client_id, sequence_client_secret } = row
      if (sequence_client_id === null || sequence_client_secret === null) {
        throw new NotConnectedError('sequence_missing')
      }
      return createSequenceClient({
        baseUrl: sequenceUrl,
        deadlineMs,
        clientId: sequence_client_id,
        credential: credentialOf(sequence_client_secret),
        clientSecret: secrets.open(sequence_client_secret, {
          accountId,
          column: 'sequence_client_secret',
        }),
        ...calling(accountId, `sequence/${accountId}`, sequenceCallsPerMinute),
      })
    },

    /**
     * A key that is not stored yet. Its calls count for the organization that the account was connected to last,
     * null where there was none: what is called then is to be counted once it is known for whom (`countRillet`).
     */
    async probeRillet(
      accountId: string,
      apiKey: string,
    ): Promise<{ rillet: RilletClient; countedFor: string | null }> {
      const row = await findConnection(db, accountId)
      const countedFor = row?.organization_id ?? null
      const counted =
        row === undefined || countedFor === null
          ? {}
          : calling(
              accountId,
              `rillet/${countedFor}`,
              await budgetCap(db, countedFor, settingsOf(row)),
            )
      return {
        rillet: createRilletClient({ baseUrl: rilletUrl, deadlineMs, apiKey, ...counted }),
        countedFor,
      }
    },

    /** Calls that were made before it was known that they are this organization's. */
    countRillet: (organizationId: string, calls: number): Promise<void> =>
      countCalls(db, `rillet/${organizationId}`, calls),

    /** Credentials that are not stored yet; their calls count for the account. */
    probeSequence: (
      accountId: string,
      credentials: { clientId: string; clientSecret: string },
    ): SequenceClient =>
      createSequenceClient({
        baseUrl: sequenceUrl,
        deadlineMs,
        ...credentials,
        ...calling(accountId, `sequence/${accountId}`, sequenceCallsPerMinute),
      }),
  }
}

function connected(row: ConnectionRow | undefined, missing: NotConnected): ConnectionRow {
  if (row === undefined) throw new NotConnectedError(missing)
  if (row.disconnected_at !== null) throw new NotConnectedError('disconnected')
  return row
}
