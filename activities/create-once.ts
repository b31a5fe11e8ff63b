import { ClientError, RefusedError } from '../clients/errors.ts'
import { meaningOf } from '../clients/meaning.ts'
import type { Timing } from '../domain/timing.ts'
import { ageMs } from '../store/clock.ts'
import type { Db } from '../store/connect.ts'
import {
  doubtAgain,
  doubtUsedKey,
  giveUp,
  type Intent,
  isStillRaised,
  lowerFence,
  nextGeneration,
  openIntent,
  raiseFence,
  recordAbsence,
  type Sent,
  type Thing,
} from '../store/intent.ts'
import { findLink } from '../store/link.ts'
import { idempotencyKey } from './keys.ts'

/** How one attempt to create a thing ended. What is worth another try is thrown, with the fence down. */
export type Attempt<T> =
  | { kind: 'done'; value: T; thing: Thing; generation: number }
  | { kind: 'exists'; rilletId: string }
  /** `raised` is the fence that it went out behind: only that one is over. */
  | { kind: 'rejected'; error: RefusedError; generation: number; raised: string | null }
  | { kind: 'in_doubt' }

export type Send<T> = (key: string, beforeSend: () => Promise<void>) => Promise<T>

export type CreateOnce<T> = {
  db: Db
  timing: Timing
  thing: Thing
  send: Send<T>
  /** Remembered with the fence: what a later look-up, or a later change, must know. */
  sent?: Partial<Sent>
  /** When this try of an invoice's or a credit note's activity was scheduled: only the last one sends. */
  scheduledAt?: Date
}

/**
 * Creates a thing at most once, whatever crashes. The intent is stored first; the fence goes up with the
 * budget slot in hand, right before the request. A fence found up means that an earlier attempt may
 * have sent: nothing is sent, the caller looks for the thing instead.
 */
export async function createOnce<T>({
  db,
  timing,
  thing,
  send,
  sent = {},
  scheduledAt,
}: CreateOnce<T>): Promise<Attempt<T>> {
  const intent = await withFreshKey(db, timing, thing, await openIntent(db, thing))
  if (intent.rillet_id !== null) return { kind: 'exists', rilletId: intent.rillet_id }
  if (intent.sent_at !== null) return { kind: 'in_doubt' }

  const { generation } = intent
  let raised: string | null = null
  const beforeSend = async () => {
    if (raised === null) {
      raised = await raiseFence(db, { thing, generation, scheduledAt: scheduledAt ?? null }, sent)
      if (raised === null) throw new FenceError('sent already')
      return
    }
    // Held up since then: somebody else may have looked, given this attempt up, and sent.
    if (!(await isStillRaised(db, thing, raised))) throw new FenceError('held up for too long')
  }
  try {
    const value = await send(idempotencyKey(thing, generation), beforeSend)
    return { kind: 'done', value, thing, generation }
  } catch (error) {
    if (error instanceof FenceError) return afterFence(db, thing)
    // What is not a vendor's failure is a bug or Postgres: whether it was sent is not known.
    if (!(error instanceof ClientError)) throw error
    if (meaningOf(error) === 'in_doubt') return { kind: 'in_doubt' }
    if (error instanceof RefusedError) {
      const isDoubtful = raised !== null && (await doubtUsedKey(db, thing, generation, raised))
      return isDoubtful ? { kind: 'in_doubt' } : { kind: 'rejected', error, generation, raised }
    }
    if (raised !== null) await lowerFence(db, thing, generation, raised)
    throw error
  }
}

class FenceError extends Error {
  override readonly name = 'FenceError'
}

async function afterFence<T>(db: Db, thing: Thing): Promise<Attempt<T>> {
  const row = await findLink(db, thing.accountId, thing.kind, thing.sourceId)
  return row !== undefined && row.rillet_id !== null
    ? { kind: 'exists', rilletId: row.rillet_id }
    : { kind: 'in_doubt' }
}

/**
 * A key that Rillet may have forgotten is not used again. What was sent under it and not found then may have shown
 * since: it is in doubt once more, and looked for before anything is sent under another.
 */
async function withFreshKey(db: Db, timing: Timing, thing: Thing, intent: Intent): Promise<Intent> {
  if (intent.sent_at !== null || intent.rillet_id !== null) return intent
  if (!(await isOlder(db, intent.key_first_sent_at, timing.keyLifeMs))) return intent
  await doubtAgain(db, thing, intent.generation)
  return openIntent(db, thing)
}

export type LookUp<T> =
  | { kind: 'found'; value: T; thing: Thing }
  | { kind: 'exists'; rilletId: string }
  /** Not there for the second time: the fence is down, it may be sent again. */
  | { kind: 'absent' }
  /** Look again after this. */
  | { kind: 'later'; afterMs: number }

export type LookUpOnce<T> = {
  db: Db
  timing: Timing
  thing: Thing
  /** Looks for the thing among all that were made since the first attempt; null when it is not there. */
  find: (since: Date, sentTo: string | null) => Promise<T | null>
  /** A person says that nothing was made: that counts for the second time. */
  isLast?: boolean
}

/**
 * Looks for what a create in doubt may have made. Never before the settling time is over; absent
 * counts only twice, a settling time apart. A look-up that fails throws and decides nothing.
 */
export async function lookUpOnce<T>({
  db,
  timing,
  thing,
  find,
  isLast = false,
}: LookUpOnce<T>): Promise<LookUp<T>> {
  const intent = await openIntent(db, thing)
  const { rillet_id: rilletId, sent_at: sentAt, last_absent_at: absentAt, raised } = intent
  if (rilletId !== null) return { kind: 'exists', rilletId }
  if (sentAt === null || raised === null) return { kind: 'absent' }

  const lastLook = isLast ? sentAt : (absentAt ?? sentAt)
  const afterMs = timing.settlingMs - (await ageMs(db, lastLook))
  if (afterMs > 0) return { kind: 'later', afterMs }

  const value = await find(intent.first_sent_at ?? sentAt, intent.sent_to)
  if (value !== null) return { kind: 'found', value, thing }
  if (absentAt === null && !isLast) {
    await recordAbsence(db, thing, intent.generation, raised)
    return { kind: 'later', afterMs: timing.settlingMs }
  }
  // Held up since it looked, it knows nothing of a fence that is up for another attempt by now.
  const isOver = await letSendAgain({ db, timing, thing }, intent, raised)
  return isOver ? { kind: 'absent' } : { kind: 'later', afterMs: timing.settlingMs }
}

/** Not there: the fence comes down, and a key that Rillet may have forgotten is over. */
async function letSendAgain(
  { db, timing, thing }: Pick<LookUpOnce<unknown>, 'db' | 'timing' | 'thing'>,
  { generation, key_first_sent_at }: Intent,
  raised: string,
): Promise<boolean> {
  return (await isOlder(db, key_first_sent_at, timing.keyLifeMs))
    ? nextGeneration(db, thing, { generation, raised })
    : giveUp(db, thing, generation, raised)
}

const isOlder = async (db: Db, since: Date | null, ms: number): Promise<boolean> =>
  since !== null && (await ageMs(db, since)) >= ms
