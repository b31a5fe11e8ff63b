import { type Kysely, sql } from 'kysely'

/** How each linked customer was last carried to Rillet, and wake-ups for the runs that do it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table customer_sync (
    account_id text not null,
    customer_id text not null,
    rillet_id text not null,
    base jsonb,
    state text not null default 'in_sync' check (state in ('in_sync', 'waiting', 'problem', 'off')),
    problem jsonb,
    warnings jsonb not null default '[]',
    archived boolean not null default false,
    error_text text,
    next_try_at timestamptz,
    checked_at timestamptz,
    written_at timestamptz,
    written_fields text[] not null default '{}',
    overwritten_fields text[] not null default '{}',
    primary key (account_id, customer_id)
  )`,
  `alter table outbox drop constraint outbox_signal_check`,
  `alter table outbox add constraint outbox_signal_check
    check (signal in ('sourceChanged', 'remoteChanged', 'causeCleared', 'customerChanged'))`,
]
