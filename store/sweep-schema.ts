import type { ColumnType, Generated, Selectable } from 'kysely'
import type { CustomerBase } from '../domain/customer-merge.ts'
import type { Problem } from '../domain/model.ts'
import type { SweepKind, SweepPart } from '../domain/sweep.ts'
import type { InvoiceFilter } from './invoice-filter.ts'

type OwnTime = ColumnType<Date, Date | undefined, Date>
type TimeOrNull = ColumnType<Date | null, Date | null | undefined, Date | null>
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>

/** `skipped`: another one was under way, or nothing is connected. */
export type SweepOutcome = 'running' | 'done' | 'failed' | 'skipped'
export type Difference = 'changed' | 'payment' | 'deleted' | 'source' | 'gone' | 'unknown'
/** Of a linked customer: it was edited in Sequence; Rillet's list does not show it. */
export type CustomerDifference = 'customer_edited' | 'customer_absent'
export type FindingKind = 'duplicate_in_rillet' | 'not_linked'

/** The tables of sweeps, customers and bulk retries; the migrations that create them say what they are for. */
export type SweepTables = {
  bulk: {
    account_id: string
    bulk_id: string
    actor: string
    reason: string
    filter: ColumnType<InvoiceFilter | null, string | null, never>
    state: Generated<'running' | 'done' | 'cancelled'>
    total: number
    created_at: OwnTime
    ended_at: TimeOrNull
  }
  bulk_item: {
    account_id: string
    bulk_id: string
    place: number
    invoice_id: string
    outcome: Generated<'pending' | 'asked' | 'refused' | 'cancelled'>
    /** Why its state allowed no retry. */
    detail: Optional<string>
    asked_at: TimeOrNull
  }
  customer_sync: CustomerSyncTable
  sweep_run: {
    account_id: string
    run_id: string
    kind: SweepKind
    /** `schedule`, or the operator's name. */
    actor: string
    organization_id: Optional<string>
    changed_after: TimeOrNull
    from_day: Optional<string>
    outcome: Generated<SweepOutcome>
    problem: ColumnType<Problem | null, string | null | undefined, string | null>
    calls: Generated<number>
    looked_at: Generated<number>
    /** Of those, what we hold. */
    ours: Generated<number>
    found: Generated<number>
    /** Linked customers that were compared; of those, read whole; of those, that differed. */
    customers_looked_at: Generated<number>
    customers_read: Generated<number>
    customers_found: Generated<number>
    error_text: Optional<string>
    next_try_at: TimeOrNull
    started_at: OwnTime
    /** Its last sign of life. */
    beat_at: OwnTime
    ended_at: TimeOrNull
  }
  sweep_progress: {
    account_id: string
    run_id: string
    part: SweepPart
    cursor: Optional<string>
    cursor_at: TimeOrNull
    pass: Generated<number>
    pages: Generated<number>
    done_at: TimeOrNull
  }
  sweep_seen: {
    account_id: string
    run_id: string
    part: SweepPart
    thing_id: string
    /** Of ours, in Rillet's document. */
    reference: Optional<string>
    pass: number
  }
  sweep_difference: {
    id: Generated<string>
    account_id: string
    run_id: string
    /** One of the two. */
    invoice_id: Optional<string>
    customer_id: Optional<string>
    what: Difference | CustomerDifference
    rillet_id: Optional<string>
    /** Healed when we have read this version. */
    version: TimeOrNull
    /** Healed when this much counts as settled. */
    paid: Optional<string>
    /** The same difference is not announced twice a day. */
    fingerprint: string
    at: OwnTime
  }
  sweep_mark: { account_id: string; organization_id: string; changed_until: Date }
  sweep_finding: {
    id: Generated<string>
    account_id: string
    kind: FindingKind
    invoice_id: string
    rillet_ids: string[]
    first_seen_at: OwnTime
    last_seen_at: OwnTime
    closed_at: TimeOrNull
  }
}

/** How a linked customer was last carried to Rillet. */
type CustomerSyncTable = {
  account_id: string
  customer_id: string
  rillet_id: string
  /** What of Sequence's customer is in Rillet: later changes on either side are told from it. */
  base: ColumnType<CustomerBase | null, string | null | undefined, string | null>
  state: Generated<'in_sync' | 'waiting' | 'problem' | 'off'>
  problem: ColumnType<Problem | null, string | null | undefined, string | null>
  warnings: ColumnType<string[], string | undefined, string>
  archived: Generated<boolean>
  error_text: Optional<string>
  next_try_at: TimeOrNull
  checked_at: TimeOrNull
  written_at: TimeOrNull
  written_fields: Generated<string[]>
  overwritten_fields: Generated<string[]>
  /** When a sweep last read it whole in Sequence. */
  swept_at: TimeOrNull
  /** When a whole list of Rillet's did not show it; null once Rillet has been asked for it. */
  absent_at: TimeOrNull
}

export type CustomerSyncRow = Selectable<CustomerSyncTable>
export type SweepRow = Selectable<SweepTables['sweep_run']>
