import { type Kysely, sql } from 'kysely'

/** A hundred thousand invoices an account, listed and counted by any filter at once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select collname as name from pg_collation where collname in ('und-x-icu', 'pg_c_utf8')
    order by collname desc limit 1
  `.execute(db)
  for (const statement of statementsFor(rows[0]?.name ?? 'default')) {
    await sql.raw(statement).execute(db)
  }
}

/** `collation` knows every alphabet's small letters, which a database's own may not. */
const statementsFor = (collation: string) => [
  // Every class an invoice is in: the codes of its problems, and of the error it is retried after.
  `create function invoice_error_classes(problems jsonb, error_code text) returns text[]
    language sql immutable parallel safe as $$
      select coalesce(array_agg(distinct code order by code), '{}') from (
        select one->>'code' as code from jsonb_array_elements(problems) as one
        union all select error_code
      ) as codes where code is not null
    $$`,
  // What a search looks through, in small letters.
  `alter table invoice
    add column error_classes text[] not null
      generated always as (invoice_error_classes(problems, error_code)) stored,
    add column search_text text not null
      generated always as (
        lower((coalesce(number, '') || chr(10) || coalesce(customer_name, '')) collate "${collation}")
      ) stored`,

  // A page is found in this index alone, whatever is filtered by; only its rows are then read.
  `drop index invoice_newest`,
  `create index invoice_newest on invoice (account_id, changed_at desc, invoice_id desc)
    include (state, currency, customer_id, accounting_date)`,
  // Few of many, and counts.
  `drop index invoice_by_state`,
  `create index invoice_by_state on invoice (account_id, state)`,
  `create index invoice_by_currency on invoice (account_id, currency, state)`,
  `create index invoice_by_accounting_date on invoice (account_id, accounting_date)`,
  `create index invoice_with_errors on invoice (account_id, changed_at desc, invoice_id desc)
    include (state, error_classes) where error_classes <> '{}'`,
  // The extension comes with Postgres, and a database's owner may make it; where it is not there, a search reads
  // the account's rows one by one.
  `do $$
  begin
    create extension if not exists pg_trgm;
    create index invoice_by_text on invoice using gin (search_text gin_trgm_ops);
  exception when insufficient_privilege or undefined_file or feature_not_supported then
    raise notice 'no pg_trgm: searches are slower';
  end $$`,
  `create index invoice_by_error_class on invoice using gin (error_classes)
    where error_classes <> '{}'`,

  // The last delivery of each vendor, and those that wait for a person.
  `create index inbox_latest on inbox (account_id, source, id desc)`,
  `create index inbox_put_aside on inbox (account_id, id) where status = 'quarantined'`,
]
