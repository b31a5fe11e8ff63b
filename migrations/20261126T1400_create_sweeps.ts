import { type Kysely, sql } from 'kysely'

/** What the sweeps looked at, how far they are, what they found, and what only a person can judge. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table sweep_run (
    account_id text not null,
    run_id text not null,
    kind text not null check (kind in ('changes', 'full', 'sequence')),
    actor text not null,
    organization_id text,
    changed_after timestamptz,
    from_day date,
    outcome text not null default 'running'
      check (outcome in ('running', 'done', 'failed', 'skipped')),
    problem jsonb,
    calls integer not null default 0,
    looked_at integer not null default 0,
    ours integer not null default 0,
    found integer not null default 0,
    error_text text,
    next_try_at timestamptz,
    started_at timestamptz not null default clock_timestamp(),
    beat_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    primary key (account_id, run_id)
  )`,
  `create index sweep_run_newest on sweep_run (account_id, started_at desc, run_id desc)`,

  // Where each part of a run goes on: written with what its page set off, in one transaction.
  `create table sweep_progress (
    account_id text not null,
    run_id text not null,
    part text not null,
    cursor text,
    cursor_at timestamptz,
    pass integer not null default 1,
    pages integer not null default 0,
    done_at timestamptz,
    primary key (account_id, run_id, part),
    foreign key (account_id, run_id) references sweep_run on delete cascade
  )`,

  // What a list has shown so far: an id that comes twice in a pass means that the list began again.
  `create table sweep_seen (
    account_id text not null,
    run_id text not null,
    part text not null,
    thing_id text not null,
    reference text,
    pass integer not null,
    primary key (account_id, run_id, part, thing_id),
    foreign key (account_id, run_id) references sweep_run on delete cascade
  )`,

  // What differed from what we hold, and what it was by which it will count as healed.
  `create table sweep_difference (
    id bigint generated always as identity primary key,
    account_id text not null,
    run_id text not null,
    invoice_id text not null,
    what text not null check (what in ('changed', 'payment', 'deleted', 'source', 'gone', 'unknown')),
    rillet_id text,
    version timestamptz,
    paid numeric,
    fingerprint text not null,
    at timestamptz not null default clock_timestamp(),
    foreign key (account_id, run_id) references sweep_run on delete cascade
  )`,
  `create index sweep_difference_of_run on sweep_difference (account_id, run_id, id)`,
  `create index sweep_difference_of_invoice on sweep_difference (account_id, invoice_id, at desc)`,

  // Up to when an organization's changes have been read.
  `create table sweep_mark (
    account_id text not null,
    organization_id text not null,
    changed_until timestamptz not null,
    primary key (account_id, organization_id)
  )`,

  // What no run can mend by itself: a person looks.
  `create table sweep_finding (
    id bigint generated always as identity primary key,
    account_id text not null,
    kind text not null check (kind in ('duplicate_in_rillet', 'not_linked')),
    invoice_id text not null,
    rillet_ids text[] not null,
    first_seen_at timestamptz not null default clock_timestamp(),
    last_seen_at timestamptz not null default clock_timestamp(),
    closed_at timestamptz
  )`,
  `create unique index sweep_finding_open on sweep_finding (account_id, kind, invoice_id)
    where closed_at is null`,
]
