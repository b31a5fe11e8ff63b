import * as z from 'zod'
import { sweepKinds } from '../../domain/sweep.ts'
import { AccountParams, Id, Instant, paging, Reason } from './common.ts'
import { ProblemView, State } from './invoices.ts'

const Kind = z.enum(sweepKinds)

export const SweepParams = AccountParams.extend({ runId: Id })
export const SweepKindParams = AccountParams.extend({ kind: Kind })
export const SweepQuery = z.strictObject({ kind: Kind.optional(), ...paging })
export const LeaveOut = z.strictObject({ reason: Reason })

/** Where a list of sweeps goes on. */
export const SweepCursor = z.tuple([z.iso.datetime({ precision: 6 }), Id])

const text = z.string().nullable()

export const SweepView = z
  .object({
    runId: z.string(),
    kind: Kind,
    /** `schedule`, or who asked for it. */
    actor: z.string(),
    /** `skipped`: another one was under way, or nothing is connected. */
    outcome: z.enum(['running', 'done', 'failed', 'skipped']),
    startedAt: Instant,
    endedAt: Instant.nullable(),
    /** Rillet was asked for what changed after this. */
    changedAfter: Instant.nullable(),
    /** Sequence was asked for what is dated from this day on. */
    fromDay: text,
    calls: z.int(),
    lookedAt: z.int(),
    /** Of those, how many the sync holds. */
    ours: z.int(),
    /** Of those, how many differed from what it holds. */
    found: z.int(),
    /** Of those, how many do not differ any more. */
    healed: z.int(),
    /** Linked customers, counted apart: compared with a list, read whole, differing, and no more so. */
    customers: z.object({ lookedAt: z.int(), read: z.int(), found: z.int(), healed: z.int() }),
    /** Why it ended early, or could not begin. */
    problem: ProblemView.nullable(),
    /** What a try failed with, and when the next one is. */
    errorText: text,
    nextTryAt: Instant.nullable(),
  })
  .meta({ id: 'Sweep' })

export const DifferenceView = z
  .object({
    invoiceId: text,
    /** A linked customer in Sequence; null for an invoice. */
    customerId: text,
    number: text,
    /** Where the invoice stands now; null when the sync has no row of it. */
    state: State.nullable(),
    what: z.enum([
      'changed',
      'payment',
      'deleted',
      'source',
      'gone',
      'unknown',
      'customer_edited',
      'customer_absent',
    ]),
    at: Instant,
    healed: z.boolean(),
  })
  .meta({ id: 'SweepDifference' })

export const FindingView = z
  .object({
    kind: z.enum(['duplicate_in_rillet', 'not_linked']),
    invoiceId: z.string(),
    rilletIds: z.array(z.string()),
    rilletUrls: z.array(z.string()),
    firstSeenAt: Instant,
    lastSeenAt: Instant,
    /** What it is and what to do about it. */
    whatHappened: z.string(),
    how: z.string(),
  })
  .meta({ id: 'SweepFinding' })

export const SweepStarted = z
  .object({
    runId: z.string(),
    workflowId: z.string(),
    /** True when one of this kind was under way: that one goes on. */
    alreadyRunning: z.boolean(),
  })
  .meta({ id: 'SweepStarted' })
