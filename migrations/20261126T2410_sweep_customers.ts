import { type Kysely, sql } from 'kysely'

/** What the sweeps looked at of linked customers, what they found, and what the customer's run is to ask. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // When a sweep last read it whole in Sequence; when a whole list of Rillet's did not show it.
  `alter table customer_sync add column swept_at timestamptz, add column absent_at timestamptz`,

  `alter table sweep_run
    add column customers_looked_at integer not null default 0,
    add column customers_read integer not null default 0,
    add column customers_found integer not null default 0`,

  // A difference is of an invoice or of a customer.
  `alter table sweep_difference
    alter column invoice_id drop not null,
    add column customer_id text,
    add constraint sweep_difference_of_one check ((invoice_id is null) <> (customer_id is null)),
    drop constraint sweep_difference_what_check`,
  `alter table sweep_difference add constraint sweep_difference_what_check check (
    what in ('changed', 'payment', 'deleted', 'source', 'gone', 'unknown',
      'customer_edited', 'customer_absent')
  )`,
  `create index sweep_difference_of_customer on sweep_difference (account_id, customer_id, at desc)
    where customer_id is not null`,
]
