import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  workflowInfo,
} from '@temporalio/workflow'
import type { RecordedEvent } from '../activities/record.ts'
import type { Remembered } from '../activities/source.ts'
import type { Difference } from '../domain/drift.ts'
import type {
  InvoiceFacts,
  InvoiceRef,
  InvoiceState,
  Problem,
  SyncContext,
} from '../domain/model.ts'
import type { Settlement } from '../domain/settlement.ts'
import { createTiming, type Timing } from '../domain/timing.ts'
import { records } from './activities.ts'
import type { Carried, InvoiceInput, RecentEvent, RemoteHint, Status } from './messages.ts'
import { isEmpty, type Known, mergeHints, noWakes, type Wakes, withoutEchoes } from './wakes.ts'

/** Where a pass of the run came to rest. */
export type Rest =
  /** Nothing can happen by itself any more. */
  | { kind: 'closed' }
  /** Until something wakes it, or this long. */
  | { kind: 'open'; forMs: number | null }
  /** Look again at once: something changed while it was being written down. */
  | { kind: 'again' }

/** What one run holds in memory; everything else is read when it is needed. */
export type Run = {
  ref: InvoiceRef
  timing: Timing
  status: Status
  /** Beside the state: what a person should know. */
  note: string | null
  wakes: Wakes
  /** Read it before anything else is decided; kept over blocks and failures. */
  owed: { source: boolean; remote: RemoteHint | null }
  facts: InvoiceFacts | null
  factsReadAt: number
  context: SyncContext | null
  /** What decides, as last seen, in JSON: a look that sees the same changes nothing. */
  seen: string | null
  remembered: Remembered | null
  /** What Rillet's rows said when they were last read; null when this run has not read them. */
  settlement: Settlement | null
  /** This run created it in Rillet: nobody can have paid it before. */
  createdHere: boolean
  /** What Rillet's users changed since the sync last saw it right. */
  edits: Problem[]
  /** What differs between the two systems; null until this run has compared them. */
  drift: Difference[] | null
  known: Known
  /** A person asked for this invoice: dates and closed states do not hold it back. */
  wanted: boolean
  events: RecordedEvent[]
  recent: RecentEvent[]
  records: number
  resting: boolean
  /** Ends the back-off of the step that is waiting to be tried again. */
  skip: (() => void) | null
}

export function createRun({ accountId, invoiceId, opening, carried }: InvoiceInput): Run {
  const state: InvoiceState = carried?.state ?? opening ?? 'waiting'
  return {
    ref: { accountId, invoiceId },
    timing: createTiming(1, 60_000),
    status: {
      state,
      step: null,
      problems: carried?.problems ?? [],
      blockedSince: carried?.blockedSince ?? null,
      rilletId: carried?.rilletId ?? null,
      next: null,
    },
    note: null,
    wakes: noWakes(),
    owed: carried?.owed ?? { source: false, remote: null },
    facts: null,
    factsReadAt: 0,
    context: null,
    seen: null,
    remembered: null,
    settlement: null,
    createdHere: false,
    edits: [],
    drift: null,
    known: { source: carried?.sourceVersion ?? null, remote: carried?.remoteVersion ?? null },
    wanted: carried?.wanted ?? false,
    events: [],
    recent: [],
    records: 0,
    resting: false,
    skip: null,
  }
}

/** Takes what has come in; what comes from now on belongs to the next pass. */
export function takeWakes(run: Run): Wakes {
  const taken = withoutEchoes(run.wakes, run.known)
  run.wakes = noWakes()
  return taken
}

export const isWoken = (run: Run): boolean => !isEmpty(withoutEchoes(run.wakes, run.known))

/** Notes what happened, for the timeline and for `recentEvents`. */
export function note(run: Run, event: Pick<RecordedEvent, 'kind'> & Partial<RecordedEvent>): void {
  const { kind, actor = 'sync', reason = null, data = {} } = event
  run.events.push({ kind, actor, reason, data })
  const detail = run.status.problems[0]?.code ?? null
  run.recent = [...run.recent, { at: new Date().toISOString(), kind, detail }].slice(-recentLimit)
}

const recentLimit = 50

/**
 * One step's call, tried until it ends. A person's retry ends a back-off; when Temporal has tried for
 * as long as it may, the run pauses and tries again: nothing a vendor does fails it.
 */
export async function act<T>(run: Run, step: string, call: () => Promise<T>): Promise<T> {
  run.status.step = step
  for (;;) {
    try {
      return await skippable(run, call)
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error
      if (isCancellation(error)) {
        if (CancellationScope.current().consideredCancelled) throw error
        // A create may have been sent: what it did is learnt before anything else is done.
        if (run.wakes.exclude !== null && !(await mayBeSent(run, step))) throw interrupted()
        continue
      }
      await condition(() => run.wakes.retry !== null, run.timing.pauseMs)
    }
  }
}

const mayBeSent = async (run: Run, step: string): Promise<boolean> =>
  step === 'createInvoice' && (await records.wasSent(run.ref))

async function skippable<T>(run: Run, call: () => Promise<T>): Promise<T> {
  const scope = new CancellationScope()
  run.skip = () => scope.cancel()
  try {
    return await scope.run(call)
  } finally {
    run.skip = null
  }
}

/** Unique and the same on replay: makes the writing of events idempotent. */
export const onceKey = (run: Run): string => `${workflowInfo().runId}/${run.records++}`

/** A person wants something else than the step that waits for its next try. */
const interrupted = () =>
  ApplicationFailure.nonRetryable('interrupted by a person', interruptedType)
const interruptedType = 'interrupted'

export const isInterrupted = (error: unknown): boolean =>
  error instanceof ApplicationFailure && error.type === interruptedType

/** What must be read before anything is decided: it is kept until it was read. */
export function owe(run: Run, { source, remote, retry, due, acceptTheirs, pushOurs }: Wakes): void {
  const whole = retry !== null || due || acceptTheirs !== null || pushOurs !== null
  run.owed.source ||= source !== null || whole
  const hints = [run.owed.remote, remote, whole ? wholeHint : null].filter((one) => one !== null)
  run.owed.remote = hints.length === 0 ? null : hints.reduce(mergeHints)
}

const wholeHint: RemoteHint = {
  kinds: ['updated'],
  version: null,
  status: null,
  amountDue: null,
  count: 0,
}

/** What the next run of a long life must know. */
export const carriedOf = (run: Run): Carried => ({
  state: run.status.state,
  problems: run.status.problems,
  wanted: run.wanted,
  blockedSince: run.status.blockedSince,
  sourceVersion: run.known.source,
  remoteVersion: run.known.remote,
  rilletId: run.status.rilletId,
  owed: run.owed,
})
