import type { RilletClient } from '../clients/rillet/client.ts'
import type { Invoice } from '../clients/rillet/schemas.ts'
import { remoteOf, rilletEdits } from '../domain/dates.ts'
import { refOf } from '../domain/ids.ts'
import type { Decimal, InvoiceRef, Problem } from '../domain/model.ts'
import { equal, subtract, sum } from '../domain/money.ts'
import { type Settlement, settle } from '../domain/settlement.ts'
import { savePaidTotal, saveRemoteVersion } from '../store/invoice.ts'
import { savePayments } from '../store/payment.ts'
import type { LinkRow } from '../store/schema.ts'
import { heldProblem } from './breakers.ts'
import type { Deps } from './deps.ts'
import { isDeleted, recordRemoval } from './gone.ts'
import { linkedInvoice } from './linked-invoice.ts'
import { watched } from './watched.ts'

export type ReadRemote = InvoiceRef & {
  /** The invoice's total in major units. */
  total: Decimal
  /** A payment link's provider decides: payments are recorded and change nothing. */
  ignored: boolean
  /** True when more than payments may have changed. */
  whole: boolean
  /** What the hints' signed bodies said; null when they said nothing. */
  hint: { status: string | null; amountDue: Decimal | null }
}

export type RemoteRead =
  | {
      kind: 'read'
      settlement: Settlement
      edits: Problem[]
      /** Rillet says PAID without any payment: that is not money received. */
      settledByItself: boolean
      /** Of the invoice, if it was read. */
      version: string | null
    }
  | { kind: 'removed' }
  | { kind: 'blocked'; problem: Problem }

export type RemoteActivities = ReturnType<typeof createRemoteActivities>

export const createRemoteActivities = (deps: Deps) => ({
  /**
   * Reads the invoice's payments in Rillet, and the invoice itself only if the hint asks for it or the
   * sum is not what the hint said. Brings the payment ledger in line. Deleted there → the link is dropped.
   */
  readRemote: watched(deps, async (input: ReadRemote): Promise<RemoteRead> => {
    const linked = await linkedInvoice(deps.db, input)
    if (linked.kind === 'none') return { kind: 'removed' }
    if (linked.kind === 'foreign') return { kind: 'blocked', problem: linked.problem }
    try {
      const rillet = await deps.vendors.rillet(input.accountId, linked.link.organization_id)
      return await readOrRemove(deps, input, { ...linked, rillet })
    } catch (error) {
      const problem = await heldProblem(deps.db, input.accountId, error)
      if (problem === null) throw error
      return { kind: 'blocked', problem }
    }
  }),
})

type Linked = { rillet: RilletClient; link: LinkRow; rilletId: string }

async function readOrRemove(deps: Deps, input: ReadRemote, linked: Linked): Promise<RemoteRead> {
  try {
    return await read(deps, input, linked)
  } catch (error) {
    if (!(await isDeleted(linked.rillet, linked.rilletId, error))) throw error
    await recordRemoval(deps.db, input, linked.link)
    return { kind: 'removed' }
  }
}

async function read(
  { db }: Deps,
  input: ReadRemote,
  { rillet, link, rilletId }: Linked,
): Promise<RemoteRead> {
  const payments = await rillet.invoicePayments(rilletId)
  const rows = payments.map(({ id, status, amount }) => ({ id, status, amount: amount.amount }))
  const byRows = settle({ total: input.total, payments: rows, credits: [] })
  const invoice = needsInvoice(input, byRows) ? await rillet.getInvoice(rilletId) : null
  const credits = invoice === null ? [] : creditsOf(invoice, byRows)
  const settlement = settle({ total: input.total, payments: rows, credits })
  const edits = invoice === null ? [] : editsOf(link, invoice)
  // Only what was read is known: a hint's own version says nothing about what else has changed.
  const version = invoice === null ? null : new Date(invoice.updated_at)

  await db.transaction().execute(async (trx) => {
    const ledger = payments.map(({ id, status, amount, date }) => ({ id, status, ...amount, date }))
    await savePayments(trx, refOf(input), rilletId, ledger, input.ignored)
    await savePaidTotal(trx, refOf(input), settlement.paid)
    await saveRemoteVersion(trx, refOf(input), version)
  })
  const settledByItself = invoice?.status === 'PAID' && settlement.state !== 'paid'
  return {
    kind: 'read',
    settlement,
    edits,
    settledByItself,
    version: version?.toISOString() ?? null,
  }
}

/** Payments alone answer a payment hint, unless credits or an unexplained balance stand beside them. */
function needsInvoice({ whole, hint, total }: ReadRemote, { paid }: Settlement): boolean {
  if (whole || hint.status === 'CREDITED' || hint.status === 'PARTIALLY_CREDITED') return true
  return hint.amountDue !== null && !equal(subtract(total, paid), hint.amountDue)
}

/** Rillet's invoice shows credits only as the balance that they took away; payments beside them are told apart by their rows. */
function creditsOf({ status, total, amount_due }: Invoice, { paid }: Settlement): Decimal[] {
  if (status !== 'CREDITED' && status !== 'PARTIALLY_CREDITED') return []
  return [subtract(total.amount, sum([amount_due.amount, paid]))]
}

const editsOf = ({ remote_state }: LinkRow, invoice: Invoice): Problem[] =>
  remote_state === null ? [] : rilletEdits(remote_state, remoteOf(invoice))
