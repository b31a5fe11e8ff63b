import { type Kysely, sql } from 'kysely'

/** Sequence's credit notes on their way to Rillet's credit memos, and what each waits for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table credit_note (
    account_id text not null,
    credit_note_id text not null,
    number text,
    invoice_id text,
    customer_id text,
    customer_name text,
    currency text,
    net_total numeric,
    total_tax numeric,
    gross_total numeric,
    accounting_date date,
    source_status text,
    state text not null default 'waiting' check (state in ('waiting', 'blocked', 'in_doubt',
      'synced', 'voided', 'excluded')),
    problems jsonb not null default '[]',
    blocked_since timestamptz,
    error_code text,
    error_text text,
    failing_since timestamptz,
    next_try_at timestamptz,
    rillet_id text,
    applied_total numeric,
    applied jsonb,
    note text,
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    primary key (account_id, credit_note_id)
  )`,
  `create index credit_note_newest on credit_note (account_id, changed_at desc, credit_note_id desc)`,
  `create table credit_note_cause (
    account_id text not null,
    credit_note_id text not null,
    cause text not null,
    since timestamptz not null default now(),
    primary key (account_id, credit_note_id, cause)
  )`,
  `create index credit_note_cause_waiting on credit_note_cause (account_id, cause)`,
]
