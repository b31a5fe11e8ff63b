import { sql } from 'kysely'
import { connect, type Db } from '../../store/connect.ts'
import type { Environment } from '../environment/start.ts'

const inOneStatement = 5_000

/**
 * Fills an account with invoices as three years leave them: most are paid, one in twenty is blocked, some
 * fail; 800 customers, five currencies, one of them rare. Nothing runs for them.
 */
export async function fillInvoices(
  { db, databaseUrl }: Pick<Environment, 'db' | 'databaseUrl'>,
  accountId: string,
  count: number,
): Promise<void> {
  await db
    .insertInto('connection')
    .values({ account_id: accountId, sequence_company: 'A long list' })
    .execute()
  for (let from = 1; from <= count; from += inOneStatement) {
    await insertRows(db, accountId, from, Math.min(from + inOneStatement - 1, count), count)
  }
  await tidy(databaseUrl)
}

/** As Postgres does by itself in time. The application's own role may not: it would be skipped with a warning. */
async function tidy(url: string): Promise<void> {
  const owner = connect({ url, maxConnections: 1, asOwner: true })
  try {
    await sql`vacuum analyze invoice`.execute(owner)
  } finally {
    await owner.destroy()
  }
}

/** Takes them away again. */
export async function clearInvoices(db: Db, accountId: string): Promise<void> {
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from invoice where account_id = ${accountId} and invoice_id in (
        select invoice_id from invoice where account_id = ${accountId} limit 20000)
    `.execute(db)
    if (numAffectedRows === 0n) break
  }
  await db.deleteFrom('connection').where('account_id', '=', accountId).execute()
}

/** Every figure comes from the row's number: two fillings are the same. */
const insertRows = (db: Db, accountId: string, from: number, to: number, count: number) =>
  sql`
    insert into invoice (account_id, invoice_id, number, customer_id, customer_name, currency,
      net_total, total_tax, gross_total, paid_total, accounting_date, due_date, source_status,
      payment_status, state, step, problems, blocked_since, error_code, rillet_id, synced_at,
      snapshot_hash, created_at, changed_at)
    select ${accountId}, md5('invoice' || n)::uuid::text, 'INV-' || to_char(n, 'FM000000'),
      md5('customer' || customer)::uuid::text, 'Customer ' || customer || ' Limited', currency,
      100 + n % 9000, (100 + n % 9000) * 0.2, (100 + n % 9000) * 1.2,
      case when state = 'paid' then (100 + n % 9000) * 1.2 end, day, day + 30, 'SENT',
      case when state = 'paid' then 'PAID' else 'UNPAID' end, state,
      case when state in ('blocked', 'waiting') then 'createInvoice' end,
      case when code is null then '[]'::jsonb else jsonb_build_array(jsonb_build_object(
        'code', code, 'blockedOn', 'source', 'params', '{}'::jsonb)) end,
      case when code is not null then day + interval '1 hour' end,
      case when state = 'waiting' then 'rillet_unreachable' else code end,
      case when state in ('paid', 'synced', 'partially_paid') then md5('rillet' || n)::uuid::text end,
      day + interval '1 hour', md5('snapshot' || n), day, day + (n % 40) * interval '1 day'
        + n * interval '1 second'
    from (
      select n, n * 7 % 800 as customer,
        date '2023-12-01' + (n::float8 / ${count}::float8 * 1080)::int as day,
        case when n % 1999 = 0 then 'JPY' when n % 11 = 0 then 'EUR' when n % 7 = 0 then 'GBP'
          when n % 13 = 0 then 'SEK' else 'USD' end as currency,
        case when n % 20 = 3 then 'blocked' when n % 50 = 4 then 'waiting'
          when n % 9 = 1 then 'synced' when n % 40 = 7 then 'partially_paid'
          when n % 100 = 9 then 'excluded' when n % 200 = 11 then 'drift' else 'paid' end as state,
        case when n % 20 <> 3 then null when n % 4000 = 23 then 'tax_code_missing'
          when n % 60 = 43 then 'product_not_mapped' when n % 100 = 83 then 'period_closed'
          else 'customer_not_linked' end as code
      from generate_series(${from}::int, ${to}::int) as n
    ) as rows
  `.execute(db)
