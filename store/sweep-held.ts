import { sql } from 'kysely'
import type { InvoiceState, Problem } from '../domain/model.ts'
import type { Held, PaymentFacts } from '../domain/sweep.ts'
import type { Db } from './connect.ts'
import type { LinkRow } from './schema.ts'

export type InOrganization = { accountId: string; organizationId: string }
/** `verified`: what Rillet's invoice said when it was last found right. */
export type HeldInRillet = Held & {
  invoiceId: string
  rilletId: string
  verified: Pick<LinkRow, 'remote_state' | 'remote_detail' | 'scope'>
}

/** Those of Rillet's invoices that are linked here, by Rillet's id. */
export async function heldInRillet(
  db: Db,
  { accountId, organizationId }: InOrganization,
  rilletIds: string[],
): Promise<Map<string, HeldInRillet>> {
  if (rilletIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('link')
    .innerJoin('invoice', (join) =>
      join
        .onRef('invoice.account_id', '=', 'link.account_id')
        .onRef('invoice.invoice_id', '=', 'link.source_id'),
    )
    .select(['invoice.invoice_id', 'invoice.state', 'invoice.remote_version', 'invoice.paid_total'])
    .select(['link.rillet_id', 'link.remote_state', 'link.remote_detail', 'link.scope'])
    .where('link.account_id', '=', accountId)
    .where('link.kind', '=', 'invoice')
    .where('link.organization_id', '=', organizationId)
    .where('link.rillet_id', 'in', rilletIds)
    .execute()
  return new Map(
    rows.flatMap((row) => {
      const { rillet_id: rilletId } = row
      if (rilletId === null) return []
      const held: HeldInRillet = {
        invoiceId: row.invoice_id,
        rilletId,
        state: row.state,
        remoteVersion: row.remote_version,
        verified: {
          remote_state: row.remote_state,
          remote_detail: row.remote_detail,
          scope: row.scope,
        },
        paid: row.paid_total,
      }
      return [[rilletId, held]]
    }),
  )
}

/**
 * Rillet was found to say what we hold, up to these versions: older hints are echoes. The rows do not
 * count as changed by that.
 */
export async function confirmVersions(
  db: Db,
  accountId: string,
  confirmed: { invoiceId: string; version: Date }[],
): Promise<void> {
  if (confirmed.length === 0) return
  const ids = confirmed.map(({ invoiceId }) => invoiceId)
  const versions = confirmed.map(({ version }) => version)
  await sql`
    update invoice set remote_version = read.version
    from unnest(${ids}::text[], ${versions}::timestamptz[]) as read(invoice_id, version)
    where invoice.account_id = ${accountId} and invoice.invoice_id = read.invoice_id
      and (invoice.remote_version is null or invoice.remote_version < read.version)
  `.execute(db)
}

/** The payments that we hold as live, by Rillet's id. */
export async function heldPayments(
  db: Db,
  accountId: string,
  paymentIds: string[],
): Promise<Map<string, PaymentFacts>> {
  if (paymentIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('payment')
    .select(['payment_id', 'status', 'amount', 'paid_on'])
    .where('account_id', '=', accountId)
    .where('payment_id', 'in', paymentIds)
    .where('removed_at', 'is', null)
    .execute()
  return new Map(
    rows.map(({ payment_id, status, amount, paid_on: date }) => [
      payment_id,
      { status, amount, date },
    ]),
  )
}

export type HeldSource = { state: InvoiceState; version: Date | null; problems: Problem[] }

/** What we hold of these invoices of Sequence, by id; one that is not there was never seen. */
export async function heldSources(
  db: Db,
  accountId: string,
  invoiceIds: string[],
): Promise<Map<string, HeldSource>> {
  if (invoiceIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('invoice')
    .select(['invoice_id', 'state', 'source_version', 'problems'])
    .where('account_id', '=', accountId)
    .where('invoice_id', 'in', invoiceIds)
    .execute()
  return new Map(
    rows.map((row) => [
      row.invoice_id,
      { state: row.state, version: row.source_version, problems: row.problems },
    ]),
  )
}
