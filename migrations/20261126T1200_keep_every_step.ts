import { type Kysely, sql } from 'kysely'

/** Every change of a payment or credit is kept, and what differs between the two sides since when. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Each step of a payment or credit, as it was seen. Append only; `payment` and `credit` hold the last one.
  `create table payment_change (
    id bigint generated always as identity primary key,
    account_id text not null,
    invoice_id text not null,
    entry text not null check (entry in ('payment', 'credit')),
    entry_id text not null,
    kind text not null
      check (kind in ('recorded', 'edited', 'cleared', 'failed', 'deleted', 'returned')),
    status text not null,
    amount numeric not null,
    currency text not null,
    dated date,
    at timestamptz not null default now()
  )`,
  `create index payment_change_of_invoice on payment_change (account_id, invoice_id, id)`,
  `create function is_append_only() returns trigger language plpgsql as
    $$ begin raise exception '% is append only', tg_table_name; end $$`,
  `create trigger payment_change_is_append_only before update or delete or truncate
    on payment_change for each statement execute function is_append_only()`,
  `insert into payment_change
      (account_id, invoice_id, entry, entry_id, kind, status, amount, currency, dated, at)
    select account_id, invoice_id, 'payment', payment_id, 'recorded', status, amount, currency,
      paid_on, first_seen_at
    from payment order by first_seen_at`,

  // What credit memos took off our invoices in Rillet, by the application's id.
  `create table credit (
    account_id text not null,
    credit_id text not null,
    credit_memo_id text not null,
    invoice_id text not null,
    rillet_invoice_id text not null,
    amount numeric not null,
    currency text not null,
    applied_on date,
    first_seen_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    removed_at timestamptz,
    primary key (account_id, credit_id)
  )`,
  `create index credit_of_invoice on credit (account_id, invoice_id)`,

  // What differs between Sequence and Rillet, field by field; a row goes when the two agree again.
  `create table drift (
    account_id text not null,
    invoice_id text not null,
    field text not null,
    ours text not null,
    theirs text not null,
    side text not null check (side in ('sequence', 'rillet')),
    since timestamptz not null default now(),
    primary key (account_id, invoice_id, field)
  )`,
  `create index drift_newest on drift (account_id, since desc)`,

  // Rillet's invoice as last found right, whole: its customer and lines are compared too.
  `alter table link add column remote_detail jsonb`,
]
