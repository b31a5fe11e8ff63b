import { workflowInfo } from '@temporalio/workflow'
import type { Record as InvoiceRecord, RecordedEvent } from '../activities/record.ts'
import type { Recorded, Tried } from '../domain/decision/situation.ts'
import type { Difference } from '../domain/drift.ts'
import type {
  InvoiceFacts,
  InvoiceRef,
  InvoiceState,
  Problem,
  SyncContext,
} from '../domain/model.ts'
import type { Settlement } from '../domain/settlement.ts'
import type { Choice } from '../domain/states.ts'
import { createTiming, type Timing } from '../domain/timing.ts'
import type { Carried, InvoiceInput, RecentEvent, RemoteHint, Status } from './messages.ts'
import { nothingRecorded } from './recorded.ts'
import {
  hintsIn,
  isEmpty,
  type Known,
  mergeHints,
  noWakes,
  type Wakes,
  withoutEchoes,
} from './wakes.ts'

/** Where a pass of the run came to rest. */
export type Rest =
  /** Nothing can happen by itself any more. */
  | { kind: 'closed' }
  /** Until something wakes it, or this long. */
  | { kind: 'open'; forMs: number | null }
  /** Look again at once: something changed while it was being written down. */
  | { kind: 'again' }
  /** The history is long: go on in a new run, with what is still wanted. */
  | { kind: 'renew' }

/** What one run holds in memory; everything else is read when it is needed. */
export type Run = {
  ref: InvoiceRef
  timing: Timing
  status: Status
  /** Beside the state: what a person should know. */
  note: string | null
  wakes: Wakes
  /** How many hints this run and those before it have taken in. */
  hints: number
  /** Read it before anything else is decided; kept over blocks and failures. */
  owed: { source: { version: string | null; count: number } | null; remote: RemoteHint | null }
  facts: InvoiceFacts | null
  factsReadAt: number
  context: SyncContext | null
  /** This look has read what Sequence says. */
  looked: boolean
  /** What decides, as last seen, in JSON: a look that sees the same changes nothing. */
  seen: string | null
  recorded: Recorded
  tried: Tried
  /** What Rillet's rows said when they were last read; null when this run has not read them. */
  settlement: Settlement | null
  /** This run created it in Rillet: nobody can have paid it before. */
  createdHere: boolean
  /** What Rillet's users changed since the sync last saw it right. */
  edits: Problem[]
  /** What differs between the two systems; null until this run has compared them. */
  drift: Difference[] | null
  /** How a person decided about a difference; kept until it is done. */
  choice: Choice | null
  /**
   * The points that it was about when they decided (`pointsShown`): it is not done over others. Null while nothing
   * is known of that, or when what was sent counts whatever has changed since.
   */
  agreed: string[] | null
  /** A person took Rillet's side: Sequence's payment status follows it once, whoever set it. */
  followLedger: boolean
  /**
   * What a choice is about, as Postgres shows it (`pointsShown`): of the last rest that was written down. Null before
   * the first.
   */
  shown: string[] | null
  /** Removed in Rillet, and Sequence still shows a payment status that we wrote. */
  untold: boolean
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
  const { source = false, remote = null } = carried?.owed ?? {}
  return {
    ref: { accountId, invoiceId },
    timing: carried?.timing ?? createTiming(1, 60_000),
    status: {
      state,
      step: null,
      problems: carried?.problems ?? [],
      blockedSince: carried?.blockedSince ?? null,
      rilletId: carried?.rilletId ?? null,
      next: carried?.next ?? null,
    },
    note: carried?.note ?? null,
    wakes: { ...noWakes(), ...carried?.wakes },
    hints: carried?.hints ?? 0,
    owed: { source: source ? { version: null, count: 0 } : null, remote },
    facts: null,
    factsReadAt: 0,
    context: null,
    looked: false,
    seen: null,
    recorded: {
      ...nothingRecorded,
      rilletId: carried?.rilletId ?? null,
      openMemo: carried?.openMemo ?? null,
    },
    tried: {},
    settlement: null,
    createdHere: false,
    edits: carried?.edits ?? [],
    drift: null,
    choice: carried?.choice ?? null,
    agreed: carried?.agreed ?? null,
    followLedger: carried?.followLedger ?? false,
    shown: carried?.shown ?? null,
    untold: carried?.untold ?? false,
    known: { source: carried?.sourceVersion ?? null, remote: carried?.remoteVersion ?? null },
    wanted: carried?.wanted ?? false,
    events: carried?.events ?? [],
    recent: carried?.recent ?? [],
    records: 0,
    resting: false,
    skip: null,
  }
}

/** Takes what has come in; what comes from now on belongs to the next pass. */
export function takeWakes(run: Run): Wakes {
  const taken = withoutEchoes(run.wakes, run.known)
  run.hints += hintsIn(run.wakes)
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

/** Unique and the same on replay: makes the writing of events idempotent. */
export const onceKey = (run: Run): string => `${workflowInfo().runId}/${run.records++}`

/**
 * Where in its history the run writes: a writing that arrives late is known by it. A task that was lost with its
 * worker is played again further on in the history, so that what it had written gives way to what is decided anew.
 */
export function placeOf(): NonNullable<InvoiceRecord['place']> {
  const { runId, runStartTime, historyLength } = workflowInfo()
  return { runId, runStartedAt: runStartTime.toISOString(), number: historyLength }
}

/** What must be read before anything is decided: it is kept until it was read. */
export function owe(run: Run, { source, remote, retry, due, choice }: Wakes): void {
  const whole = retry !== null || due || choice !== null
  if (source !== null || whole) {
    const { version, count } = run.owed.source ?? { version: null, count: 0 }
    run.owed.source = {
      version: source?.version ?? version,
      count: count + (source?.count ?? 0),
    }
  }
  const hints = [run.owed.remote, remote, whole ? wholeHint : null].filter((one) => one !== null)
  run.owed.remote = hints.length === 0 ? null : hints.reduce(mergeHints)
}

export function oweWhole({ owed }: Run): void {
  owed.remote = owed.remote === null ? wholeHint : mergeHints(owed.remote, wholeHint)
}

/** Reads all of Rillet's side, for no hint's sake. */
export const wholeHint: RemoteHint = {
  kinds: ['updated'],
  version: null,
  status: null,
  amountDue: null,
  count: 0,
}

/** True when the history has grown so long that the run should go on in a new one. */
export const isLong = (): boolean => {
  const { historyLength, continueAsNewSuggested } = workflowInfo()
  return continueAsNewSuggested || historyLength >= longHistory
}

/** One look adds at most sixty events: no run passes two hundred. */
const longHistory = 120

/** What the next run of a long life must know. `rest` is where this one rests, null if it is to look at once. */
export const carriedOf = (run: Run, rest: NonNullable<Carried['rest']> | null): Carried => ({
  state: run.status.state,
  problems: run.status.problems,
  wanted: run.wanted,
  blockedSince: run.status.blockedSince,
  sourceVersion: run.known.source,
  remoteVersion: run.known.remote,
  rilletId: run.status.rilletId,
  owed: { source: run.owed.source !== null, remote: run.owed.remote },
  next: run.status.next,
  note: run.note,
  timing: run.timing,
  wakes: run.wakes,
  hints: run.hints,
  edits: run.edits,
  choice: run.choice,
  agreed: run.agreed,
  followLedger: run.followLedger,
  openMemo: run.recorded.openMemo,
  shown: run.shown,
  untold: run.untold,
  events: run.events,
  recent: run.recent.slice(-10),
  rest,
})
