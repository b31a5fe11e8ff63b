import { sql } from 'kysely'
import type { Decimal, IsoDate, Period } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { RemoteInvoiceRow } from './schema.ts'

/** A Rillet invoice as read, reduced to what is shown beside ours. */
export type RemoteCopy = {
  rilletId: string
  /** The Sequence invoice that its own reference names. */
  invoiceId: string | null
  customerId: string
  number: string
  invoiceDate: IsoDate
  dueDate: IsoDate
  status: string
  currency: string
  net: Decimal
  tax: Decimal
  total: Decimal
  amountDue: Decimal
  lines: RemoteLine[]
  version: Date
}

export type RemoteLine = {
  id: string
  description: string
  productId: string
  net: Decimal
  tax: Decimal
  /** The Sequence line that its reference names; FULL invoices have none. */
  lineId: string | null
  period: Period | null
}

/** Keeps Rillet's invoices as just read; an older reading never overwrites a newer one. */
export async function saveRemoteInvoices(
  db: Db,
  { accountId, organizationId }: { accountId: string; organizationId: string },
  copies: RemoteCopy[],
): Promise<void> {
  if (copies.length === 0) return
  await db
    .insertInto('remote_invoice')
    .values(
      copies.map((copy) => ({
        account_id: accountId,
        rillet_id: copy.rilletId,
        organization_id: organizationId,
        invoice_id: copy.invoiceId,
        customer_id: copy.customerId,
        number: copy.number,
        invoice_date: copy.invoiceDate,
        due_date: copy.dueDate,
        status: copy.status,
        currency: copy.currency,
        net: copy.net,
        tax: copy.tax,
        total: copy.total,
        amount_due: copy.amountDue,
        lines: toJson(copy.lines),
        version: copy.version,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'rillet_id'])
        .doUpdateSet((eb) => ({
          organization_id: eb.ref('excluded.organization_id'),
          invoice_id: eb.ref('excluded.invoice_id'),
          customer_id: eb.ref('excluded.customer_id'),
          number: eb.ref('excluded.number'),
          invoice_date: eb.ref('excluded.invoice_date'),
          due_date: eb.ref('excluded.due_date'),
          status: eb.ref('excluded.status'),
          currency: eb.ref('excluded.currency'),
          net: eb.ref('excluded.net'),
          tax: eb.ref('excluded.tax'),
          total: eb.ref('excluded.total'),
          amount_due: eb.ref('excluded.amount_due'),
          lines: eb.ref('excluded.lines'),
          version: eb.ref('excluded.version'),
          read_at: sql<Date>`now()`,
          gone_at: null,
        }))
        .where(sql<boolean>`remote_invoice.version <= excluded.version`),
    )
    .execute()
}

/** Rillet has it no more. */
export async function removeRemoteInvoice(
  db: Db,
  accountId: string,
  rilletId: string,
): Promise<void> {
  await db
    .updateTable('remote_invoice')
    .set({ gone_at: sql<Date>`now()` })
    .where('account_id', '=', accountId)
    .where('rillet_id', '=', rilletId)
    .where('gone_at', 'is', null)
    .execute()
}

export function findRemoteInvoice(
  db: Db,
  accountId: string,
  rilletId: string,
): Promise<RemoteInvoiceRow | undefined> {
  return db
    .selectFrom('remote_invoice')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('rillet_id', '=', rilletId)
    .executeTakeFirst()
}
