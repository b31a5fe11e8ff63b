import { type Kysely, sql } from 'kysely'

/** Many invoices retried at once, by one person's wish: which, and what became of each. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table bulk (
    account_id text not null,
    bulk_id text not null,
    actor text not null,
    reason text not null,
    filter jsonb,
    state text not null default 'running' check (state in ('running', 'done', 'cancelled')),
    total integer not null,
    created_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    primary key (account_id, bulk_id)
  )`,
  `create index bulk_newest on bulk (account_id, created_at desc, bulk_id desc)`,
  `create table bulk_item (
    account_id text not null,
    bulk_id text not null,
    place integer not null,
    invoice_id text not null,
    outcome text not null default 'pending'
      check (outcome in ('pending', 'asked', 'refused', 'cancelled')),
    detail text,
    asked_at timestamptz,
    primary key (account_id, bulk_id, place),
    foreign key (account_id, bulk_id) references bulk on delete cascade
  )`,
  `create index bulk_item_pending on bulk_item (account_id, bulk_id, place)
    where outcome = 'pending'`,
]
