import { type Kysely, sql } from 'kysely'

/** The scope that an invoice was created with, and the source that a create was sent for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table link
      add column scope text check (scope in ('REVENUE_RECOGNITION_ONLY', 'AR_ONLY', 'FULL')),
      add column sent_snapshot_hash text
  `.execute(db)
  // Until now there was one scope.
  await sql`
    update link set scope = 'REVENUE_RECOGNITION_ONLY'
    where kind = 'invoice' and (rillet_id is not null or sent_at is not null)
  `.execute(db)
  await sql`
    update link set sent_snapshot_hash = invoice.sent_snapshot_hash from invoice
    where link.kind = 'invoice' and invoice.account_id = link.account_id
      and invoice.invoice_id = link.source_id
  `.execute(db)
}
