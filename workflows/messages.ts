import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { RecordedEvent } from '../activities/record.ts'
import type { OpenMemo } from '../domain/decision/situation.ts'
import type { InvoiceState, Problem } from '../domain/model.ts'
import type { Choice } from '../domain/states.ts'
import type { SweepKind } from '../domain/sweep.ts'
import type { Timing } from '../domain/timing.ts'
import type { Wakes } from './wakes.ts'

export const TASK_QUEUE = 'sequence-rillet'

/** Workflow types, as Temporal names them. */
export const workflowTypes = {
  invoice: 'invoice',
  create: 'create',
  connect: 'connect',
  preview: 'preview',
  sweep: 'sweep',
  customer: 'customer',
  bulk: 'bulk',
  creditNote: 'creditNote',
} as const

/** What the starter of a run knows already: Postgres remembers what a closed run has forgotten. */
export type InvoiceInput = {
  accountId: string
  invoiceId: string
  invoiceNumber?: string
  /** The state that Postgres holds; absent for an invoice never seen. */
  opening?: InvoiceState
  /** Carried over by continue-as-new only. */
  carried?: Carried
}

/** What one run hands to the next when its history has grown long. */
export type Carried = {
  state: InvoiceState
  problems: Problem[]
  wanted: boolean
  blockedSince: string | null
  sourceVersion: string | null
  remoteVersion: string | null
  rilletId: string | null
  owed: { source: boolean; remote: RemoteHint | null }
  next?: string | null
  note?: string | null
  timing?: Timing
  /** What came in, or was taken and not dealt with: nothing is lost between two runs. */
  wakes?: Wakes
  /** How many hints were taken in so far. */
  hints?: number
  /** What Rillet's users changed: a look that reads the payments alone does not see it. */
  edits?: Problem[]
  choice?: Choice | null
  /** What the choice is about. */
  agreed?: string[] | null
  followLedger?: boolean
  openMemo?: OpenMemo | null
  /** What a choice is about, as Postgres shows it. */
  shown?: string[] | null
  untold?: boolean
  /** Not written to the timeline yet. */
  events?: RecordedEvent[]
  recent?: RecentEvent[]
  /** Where the run rested, until this instant in milliseconds, null for ever; absent or null: it looks at once. */
  rest?: { until: number | null } | null
}

/** Something may have changed in Sequence. `version` is the signed body's `updatedAt`; null when unknown. */
export type SourceHint = { version: string | null; count: number }

/** Something may have changed in Rillet. */
export type RemoteHint = {
  kinds: RemoteHintKind[]
  version: string | null
  /** What the signed body said, if it was an invoice: it decides how much is read. */
  status: string | null
  amountDue: string | null
  count: number
}
export type RemoteHintKind = 'updated' | 'payment' | 'deleted'

/** A cause is gone. `probe` lets one held invoice try although the connection still counts as broken. */
export type ClearedCause = { cause: string; probe?: boolean }

/**
 * Who asks, and why: kept in the timeline for good. `seen` are the points that a choice was shown over
 * (`pointsShown`), as Postgres has them; they count where the run is in the middle of a look.
 */
export type PersonAsks = { actor: string; reason: string | null; seen?: string[] }
export type MarkAsSynced = PersonAsks & { rilletId: string | null }
export type ResolveInDoubt = PersonAsks & ({ found: true; rilletId: string } | { found: false })

/** What an update answers: where the invoice stands now. */
export type Status = {
  state: InvoiceState
  step: string | null
  problems: Problem[]
  blockedSince: string | null
  rilletId: string | null
  /** When the sync goes on by itself, and with what. */
  next: string | null
  /** How many hints the run has taken in, those of the runs that it goes on from included. */
  hints?: number
}

/** `at` is the workflow's clock; words are the timeline's event kinds. */
export type RecentEvent = { at: string; kind: string; detail: string | null }

export const signals = {
  sourceChanged: defineSignal<[SourceHint]>('sourceChanged'),
  remoteChanged: defineSignal<[RemoteHint]>('remoteChanged'),
  causeCleared: defineSignal<[ClearedCause]>('causeCleared'),
  retry: defineSignal<[PersonAsks?]>('retry'),
  customerChanged: defineSignal<[CustomerHint]>('customerChanged'),
  creditNoteChanged: defineSignal<[CreditNoteHint]>('creditNoteChanged'),
} as const

export const updates = {
  retry: defineUpdate<Status, [PersonAsks | undefined]>('retry'),
  exclude: defineUpdate<Status, [PersonAsks]>('exclude'),
  markAsSynced: defineUpdate<Status, [MarkAsSynced]>('markAsSynced'),
  acceptTheirs: defineUpdate<Status, [PersonAsks]>('acceptTheirs'),
  pushOurs: defineUpdate<Status, [PersonAsks]>('pushOurs'),
  recreate: defineUpdate<Status, [PersonAsks]>('recreate'),
  creditDifference: defineUpdate<Status, [PersonAsks]>('creditDifference'),
  leave: defineUpdate<Status, [PersonAsks]>('leave'),
  deleteInRillet: defineUpdate<Status, [PersonAsks]>('deleteInRillet'),
  dateOnOpenDay: defineUpdate<Status, [PersonAsks]>('dateOnOpenDay'),
  resolveInDoubt: defineUpdate<Status, [ResolveInDoubt]>('resolveInDoubt'),
} as const

export const queries = {
  status: defineQuery<Status>('status'),
  recentEvents: defineQuery<RecentEvent[]>('recentEvents'),
} as const

/** Creates one customer or product once, for whoever needs it. */
export type CreateInput = {
  accountId: string
  kind: 'customer' | 'product'
  sourceId: string
  actor: string
  /** Products: the currency of the price that Rillet asks for. */
  currency: string | null
}
export type CreateResult =
  | { kind: 'done'; rilletId: string }
  | { kind: 'blocked'; problem: Problem }

/** `running`: it is created again, or it takes longer than a person waits. */
export type ThingResolved = CreateResult | { kind: 'running' }
/** As an invoice's `resolveInDoubt`, for a customer or product. */
export const resolveThing = defineUpdate<ThingResolved, [ResolveInDoubt]>('resolveInDoubt')

/** Takes one credit note to Rillet. `wanted`: a person asks for it, whatever its date. */
export type CreditNoteInput = { accountId: string; creditNoteId: string; wanted?: boolean }
/** Something about it may have changed, or what it waits for is there; `probe` as in `ClearedCause`. */
export type CreditNoteHint = { count: number; probe?: boolean }

/** As an invoice's `resolveInDoubt`; where it leads stands in Postgres. */
export const resolveNote = defineUpdate<NoteResolved, [ResolveInDoubt]>('resolveInDoubt')
/** `refused`: what a person named is not this credit note's, and why. `running`: it goes on. */
export type NoteResolved = { kind: 'refused'; problems: Problem[] } | { kind: 'running' }

/** How far a credit note has come; its problems and figures stand in Postgres. */
export type CreditNoteAdvanced =
  | { kind: 'closed' }
  /** `removed`: its memo was deleted in Rillet; what a person wished before is no wish for another. */
  | { kind: 'blocked'; forMs: number; causes: string[]; removed?: boolean }
  | { kind: 'in_doubt'; forMs: number }
  | { kind: 'products'; forMs: number; create: CreateInput[] }

export type ConnectInput = { accountId: string; webhookUrl: string }
export type ConnectResult =
  | { kind: 'done'; policyId: string }
  | { kind: 'blocked'; problem: Problem }

export type PreviewInput = { accountId: string; invoiceId: string; previewId: string }
/** The preview itself waits in Postgres under `previewId`. */
export type PreviewResult = { previewId: string }

/** Retries many invoices; which, Postgres knows. */
export type BulkInput = { accountId: string; bulkId: string }

/** Carries Sequence's edits of one customer to Rillet. */
export type CustomerInput = { accountId: string; customerId: string }
/** The customer may have changed in Sequence. */
export type CustomerHint = { count: number }

/** Looks for what the webhooks did not tell. `actor`: who asked for it; left out by its schedule. */
export type SweepInput = { accountId: string; kind: SweepKind; actor?: string }
