import type { Invoice, InvoicePayment } from '../clients/rillet/schemas.ts'
import { refOf } from '../domain/ids.ts'
import type { Entry } from '../domain/ledger.ts'
import type { Decimal, InvoiceRef, Problem } from '../domain/model.ts'
import { compare, equal, subtract, sum } from '../domain/money.ts'
import { type Settlement, settle } from '../domain/settlement.ts'
import type { Db } from '../store/connect.ts'
import { addEvent } from '../store/event.ts'
import { beginReading, findInvoice, savePaidTotal, saveRemoteVersion } from '../store/invoice.ts'
import { saveLedger } from '../store/ledger.ts'
import { type CreditEntry, liveCredits } from '../store/ledger-reads.ts'
import { saveRemoteDetail } from '../store/link.ts'
import type { Deps } from './deps.ts'
import { type Linked, type NotThere, onLinked } from './on-linked.ts'
import { onceHere } from './once-here.ts'
import { readCredits } from './read-credits.ts'
import { editsOf, remembered } from './remote-state.ts'
import { scheduledAt } from './scheduled-at.ts'
import { watched } from './watched.ts'

export type ReadRemote = InvoiceRef & {
  /** The invoice's total in major units. */
  total: Decimal
  /** A payment link's provider decides: payments are recorded and change nothing. */
  ignored: boolean
  /** True when more than payments may have changed. */
  whole: boolean
  /** What the hints' signed bodies said; null when they said nothing. */
  hint: {
    status: string | null
    amountDue: Decimal | null
    /** The latest of them, and how many there were; absent when the run looks by itself. */
    version?: string | null
    count?: number
  }
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
  | NotThere

export type RemoteActivities = ReturnType<typeof createRemoteActivities>

export const createRemoteActivities = (deps: Deps) => ({
  /**
   * Reads the invoice's payments in Rillet, and the invoice itself only if the hint asks for it or the
   * sum is not what the hint said. Brings the ledger in line. Deleted there → the link is dropped.
   */
  readRemote: watched(
    deps,
    (input: ReadRemote): Promise<RemoteRead> =>
      onLinked(deps, input, (linked) => read(deps, input, linked)),
  ),
})

async function read({ db }: Deps, input: ReadRemote, linked: Linked): Promise<RemoteRead> {
  const { rillet, link, rilletId } = linked
  const ref = refOf(input)
  const payments = (await rillet.invoicePayments(rilletId)).map(entryOf)
  const known = await liveCredits(db, ref)
  const byKnown = settle({ total: input.total, payments, credits: amountsOf(known) })
  const invoice = needsInvoice(input, byKnown) ? await rillet.getInvoice(rilletId) : null
  const paid = settle({ total: input.total, payments, credits: [] }).paid
  const since = (await findInvoice(db, ref))?.remote_version ?? null
  const credits = invoice && (await readCredits(rillet, { invoice, paid, known, since }))
  const settlement = settle({
    total: input.total,
    payments,
    credits: [
      ...amountsOf(credits ?? known),
      ...(invoice && credits ? unnamedCredit(invoice, paid, credits) : []),
    ],
  })
  const edits = invoice === null ? [] : editsOf(link, invoice)
  // Only what was read is known: a hint's own version says nothing about what else has changed.
  const now = invoice && remembered(invoice, link.scope)

  await db.transaction().execute(async (trx) => {
    const { ignored } = input
    if (!(await beginReading(trx, ref, scheduledAt()))) return
    await saveLedger(trx, ref, { rilletInvoiceId: rilletId, payments, credits, ignored })
    await savePaidTotal(trx, ref, settlement.paid)
    await saveRemoteVersion(trx, ref, now?.version ?? null)
    await noteReading(trx, input, { settlement, edits, version: now?.version ?? null })
    if (now !== null && link.remote_detail === null && edits.length === 0) {
      await saveRemoteDetail(trx, link, now.detail)
    }
  })
  const settledByItself = invoice?.status === 'PAID' && settlement.state !== 'paid'
  const version = now?.version.toISOString() ?? null
  return { kind: 'read', settlement, edits, settledByItself, version }
}

type Found = { settlement: Settlement; edits: Problem[]; version: Date | null }

/** A reading that hints asked for belongs into the timeline, with what came of it. */
async function noteReading(
  db: Db,
  { hint: { count = 0, version = null }, ...input }: ReadRemote,
  { settlement, edits, version: read }: Found,
): Promise<void> {
  if (count === 0 && edits.length === 0) return
  const { paid, open, target } = settlement
  await addEvent(db, {
    ...refOf(input),
    kind: 'remote.read',
    actor: 'sync',
    data: {
      hint: { version, count },
      paid,
      open,
      means: target,
      version: read,
      edits: edits.map(({ params }) => params['field']),
    },
    once: onceHere('remote'),
  })
}

const entryOf = ({ id, status, amount, date }: InvoicePayment): Entry => ({
  id,
  status,
  ...amount,
  date,
})

const amountsOf = (credits: CreditEntry[]): Decimal[] => credits.map(({ amount }) => amount)

/** Payments alone answer a payment hint, unless the balance is not what they and the known credits make of it. */
function needsInvoice({ whole, hint, total }: ReadRemote, { paid }: Settlement): boolean {
  if (whole || hint.status === 'CREDITED' || hint.status === 'PARTIALLY_CREDITED') return true
  return hint.amountDue !== null && !equal(subtract(total, paid), hint.amountDue)
}

/** Where Rillet itself says credited, a part of the balance that no memo in reach explains is a credit too. */
function unnamedCredit(invoice: Invoice, paid: Decimal, credits: CreditEntry[]): Decimal[] {
  if (invoice.status !== 'CREDITED' && invoice.status !== 'PARTIALLY_CREDITED') return []
  const { total, amount_due } = invoice
  const rest = subtract(total.amount, sum([amount_due.amount, paid, ...amountsOf(credits)]))
  return compare(rest, '0') > 0 ? [rest] : []
}
