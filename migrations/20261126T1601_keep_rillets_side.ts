import { type Kysely, sql } from 'kysely'

/** Rillet's invoices as last read, to show beside ours; what linked things are called. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Whole lists are kept too, invoices included that did not come from Sequence: `invoice_id` is the one that the
  // invoice's own reference names.
  `create table remote_invoice (
    account_id text not null,
    rillet_id text not null,
    organization_id text not null,
    invoice_id text,
    customer_id text not null,
    number text not null,
    invoice_date date not null,
    due_date date not null,
    status text not null,
    currency text not null,
    net numeric not null,
    tax numeric not null,
    total numeric not null,
    amount_due numeric not null,
    lines jsonb not null,
    version timestamptz not null,
    read_at timestamptz not null default now(),
    gone_at timestamptz,
    primary key (account_id, rillet_id)
  )`,
  `create index remote_invoice_by_month on remote_invoice (account_id, invoice_date)`,

  `alter table link add column source_name text, add column rillet_name text`,
]
