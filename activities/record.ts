import { ApplicationFailure } from '@temporalio/activity'
import type { Difference } from '../domain/drift.ts'
import type { InvoiceRef, InvoiceState, Problem, SyncContext } from '../domain/model.ts'
import { isPutAway } from '../domain/states.ts'
import { endTries } from '../store/begun-try.ts'
import { replaceCauses } from '../store/cause.ts'
import type { Db } from '../store/connect.ts'
import { saveDrift } from '../store/drift.ts'
import { addEvent } from '../store/event.ts'
import { saveState } from '../store/invoice.ts'
import { findLink } from '../store/link.ts'
import { lockCauses } from '../store/outbox.ts'
import { isRefusedData, sqlStateOf } from '../store/postgres-errors.ts'
import { begunMemo } from './begun-memo.ts'
import { type ContextQuestion, loadContext } from './context.ts'
import type { Deps } from './deps.ts'
import { withSentence } from './sentence.ts'

export type Record = InvoiceRef & {
  state: InvoiceState
  step: string | null
  problems: Problem[]
  /** ISO instant. */
  blockedSince: string | null
  rilletId: string | null
  note: string | null
  /** What wakes it; empty when nothing outside does. */
  causes: string[]
  /** What differs between the two systems; absent while it is not known anew. */
  drift?: Difference[]
  events: RecordedEvent[]
  /** Unique within the run and stable over retries: makes the events' writing idempotent. */
  onceKey: string
  /** Tells a write that comes late from the last one; runs of earlier versions have none. */
  place?: {
    runId: string
    /** ISO instant. */
    runStartedAt: string
    number: number
  }
}
export type RecordedEvent = {
  kind: string
  actor: string
  reason: string | null
  data: { [key: string]: unknown }
}

export type RecordActivities = ReturnType<typeof createRecordActivities>

/** Our own writes to Postgres: idempotent, short, run as local activities. */
export const createRecordActivities = ({ db }: Pick<Deps, 'db'>) => ({
  /** Writes where the invoice stands, what it waits for, and what happened since the last time. */
  record: async (record: Record): Promise<void> => {
    await write(db, record)
  },

  /**
   * Writes what the invoice waits for, then reads the causes once more: what was cleared in between
   * shows in the answer, what is cleared later wakes the invoice.
   */
  recordAndReread: async (record: Record & { question: ContextQuestion }): Promise<SyncContext> => {
    await write(db, record)
    return loadContext(db, record.accountId, record.question)
  },

  /** Whether a create of this invoice may have reached Rillet. */
  wasSent: async ({ accountId, invoiceId }: InvoiceRef): Promise<boolean> => {
    const link = await findLink(db, accountId, 'invoice', invoiceId)
    return link !== undefined && (link.sent_at !== null || link.rillet_id !== null)
  },

  /** Whether a credit memo over what is booked (`from`), or over all of a voided invoice, may have reached Rillet. */
  wasMemoSent: async ({ from, ...ref }: InvoiceRef & { from: string | null }): Promise<boolean> =>
    (await begunMemo(db, ref, from)) !== null,

  /** The links and settings that decide, as they are now. */
  readContext: ({
    accountId,
    question,
  }: {
    accountId: string
    question: ContextQuestion
  }): Promise<SyncContext> => loadContext(db, accountId, question),
})

/** What Postgres refuses for good is a bug of ours: the run fails, for all to see, instead of trying for a day. */
async function write(db: Db, record: Record): Promise<void> {
  try {
    await writeAll(db, record)
  } catch (error) {
    if (!isRefusedData(error)) throw error
    const text = `Postgres refuses what the run writes down (${sqlStateOf(error)}).`
    throw ApplicationFailure.nonRetryable(text, 'bug')
  }
}

async function writeAll(db: Db, record: Record): Promise<void> {
  const { accountId, invoiceId, state, step, rilletId, note } = record
  const ref = { accountId, invoiceId }
  const problems = await Promise.all(record.problems.map((one) => withSentence(db, ref, one)))
  const blockedSince = record.blockedSince === null ? null : new Date(record.blockedSince)
  const place = record.place && {
    ...record.place,
    runStartedAt: new Date(record.place.runStartedAt),
  }
  await db.transaction().execute(async (trx) => {
    await lockCauses(trx, accountId, 'waiting')
    const change = { state, step, problems, blockedSince, rilletId, note, place }
    // Whoever wrote since has written this too: its events have the same keys.
    if (!(await saveState(trx, ref, change))) return
    // Whatever was to be done for it before is not wanted any more.
    if (isPutAway(state)) await endTries(trx, { accountId, documentId: invoiceId })
    await replaceCauses(trx, ref, record.causes)
    if (record.drift !== undefined) await saveDrift(trx, ref, record.drift)
    for (const [index, event] of record.events.entries()) {
      await addEvent(trx, { ...ref, ...event, once: `${record.onceKey}/${index}` })
    }
  })
}
