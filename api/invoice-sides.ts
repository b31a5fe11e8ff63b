import type { z } from 'zod'
import { factsOf } from '../domain/facts.ts'
import type { Decimal, Scope, SourceInvoice } from '../domain/model.ts'
import { equal } from '../domain/money.ts'
import { type DueLedger, stillDue } from '../domain/still-due.ts'
import { chooseTaxes } from '../domain/tax.ts'
import type { Db } from '../store/connect.ts'
import { findLink } from '../store/link.ts'
import { findRemoteInvoice } from '../store/remote-invoice.ts'
import type { ConnectionRow, InvoiceRow, RemoteInvoiceRow } from '../store/schema.ts'
import { findSnapshot } from '../store/snapshot.ts'
import { comparedLines } from './invoice-lines.ts'
import { nextOf, stepViews } from './invoice-steps.ts'
import type { FieldView, SidesView } from './schemas/invoice-sides.ts'
import { type Pages, rilletUrl, sequenceUrl } from './views.ts'

type Shown = {
  connection: ConnectionRow
  row: InvoiceRow
  pages: Pages
  /** Of the payments and credits that are shown with it. */
  ledgerChangedAt: Date | null
}
type Sides = { [K in keyof typeof SidesView]: z.infer<(typeof SidesView)[K]> }

/** Both systems' figures of an invoice beside one another, and how far the sync is. */
export async function sidesOf(
  db: Db,
  { connection, row, pages, ledgerChangedAt }: Shown,
): Promise<Sides> {
  const { account_id: accountId, snapshot_hash: hash, rillet_id: rilletId } = row
  const [snapshot, remote, customer] = await Promise.all([
    hash === null ? undefined : findSnapshot(db, accountId, hash),
    rilletId === null ? undefined : findRemoteInvoice(db, accountId, rilletId),
    row.customer_id === null ? undefined : findLink(db, accountId, 'customer', row.customer_id),
  ])
  const { settings } = pages
  const ours = snapshot?.body ?? null
  const ledger = { paid: row.paid_total, changedAt: ledgerChangedAt }
  const due = remote === undefined ? null : dueOf(remote, ledger)
  const url = sequenceUrl(settings, 'invoice', row.invoice_id)
  return {
    steps: stepViews(row),
    next: nextOf(row),
    customerUrl: rilletUrl(settings, 'customer', customer?.rillet_id ?? null),
    sequenceUrl: url,
    sequence: ours && {
      readAt: (row.source_read_at ?? snapshot?.created_at ?? row.changed_at).toISOString(),
      status: row.source_status,
      url,
    },
    rillet:
      remote && due
        ? {
            readAt: remote.read_at.toISOString(),
            dueAt: due.at.toISOString(),
            status: remote.gone_at === null ? remote.status : 'DELETED',
            url: rilletUrl(settings, 'invoice', remote.rillet_id),
          }
        : null,
    fields:
      ours === null
        ? []
        : comparedFields(ours, remote ?? null, { scope: settings.scope, due: due?.amount ?? null }),
    lines: await comparedLines(db, {
      connection,
      settings,
      ours,
      taxCodes: ours === null ? [] : chooseTaxes(factsOf(ours, ''), settings).choices,
      theirs: remote?.lines ?? null,
    }),
    changedSinceSent: row.sent_snapshot_hash !== null && row.sent_snapshot_hash !== hash,
  }
}

const dueOf = ({ total, amount_due, read_at }: RemoteInvoiceRow, ledger: DueLedger) =>
  stillDue({ total, amountDue: amount_due, readAt: read_at }, ledger)

type Field = z.infer<typeof FieldView>

function comparedFields(
  ours: SourceInvoice,
  theirs: RemoteInvoiceRow | null,
  { scope, due }: { scope: Scope; due: Decimal | null },
): Field[] {
  const field = (
    kind: Field['kind'],
    name: string,
    sequence: string | null,
    rillet: string | null | undefined,
    mustAgree = true,
  ): Field => ({
    field: name,
    kind,
    sequence,
    rillet: rillet ?? null,
    agrees: mustAgree ? agreeing(kind, sequence, rillet ?? null) : null,
  })
  // Rillet numbers a FULL invoice itself, and takes a date that Sequence does not give from its own terms.
  const isNumbered = scope !== 'FULL'
  return [
    field('text', 'Number', ours.invoiceNumber, theirs?.number, isNumbered),
    field('date', 'Invoice date', ours.accountingDate, theirs?.invoice_date),
    field('date', 'Due date', ours.dueDate, theirs?.due_date, ours.dueDate !== null),
    field('text', 'Currency', ours.currency, theirs?.currency),
    field('money', 'Net', ours.netTotal, theirs?.net),
    field('money', 'Tax', ours.totalTax, theirs?.tax),
    field('money', 'Total', ours.grossTotal, theirs?.total),
    field('money', 'Still due', null, due, false),
  ]
}

function agreeing(kind: Field['kind'], left: string | null, right: string | null): boolean | null {
  if (left === null || right === null) return null
  return kind === 'money' ? equal(left, right) : left === right
}
