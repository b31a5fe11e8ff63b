import type { ColumnType, Generated, Selectable } from 'kysely'
import type { Problem } from '../domain/model.ts'
import type { SweepKind, SweepPart } from '../domain/sweep.ts'

type OwnTime = ColumnType<Date, Date | undefined, Date>
type TimeOrNull = ColumnType<Date | null, Date | null | undefined, Date | null>
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>

/** `skipped`: another one was under way, or nothing is connected. */
export type SweepOutcome = 'running' | 'done' | 'failed' | 'skipped'
export type Difference = 'changed' | 'payment' | 'deleted' | 'source' | 'gone' | 'unknown'
export type FindingKind = 'duplicate_in_rillet' | 'not_linked'

/** The tables of the sweeps; `migrations/20261126T1400_create_sweeps.ts` says what they are for. */
export type SweepTables = {
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
    invoice_id: string
    what: Difference
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

export type SweepRow = Selectable<SweepTables['sweep_run']>
