import { readSourceInvoice } from '../clients/sequence/source-invoice.ts'
import { acceptedSource, changesBeside } from '../domain/booked.ts'
import { askedDay } from '../domain/decision/closed-period.ts'
import type { Accepted, Recorded } from '../domain/decision/situation.ts'
import { factsOf } from '../domain/facts.ts'
import { refOf } from '../domain/ids.ts'
import type {
  InvoiceFacts,
  InvoiceRef,
  InvoiceState,
  Problem,
  SourceInvoice,
  SyncContext,
} from '../domain/model.ts'
import type { Timing } from '../domain/timing.ts'
import { closeBreakers } from '../store/breaker.ts'
import type { Db } from '../store/connect.ts'
import { addEvent } from '../store/event.ts'
import { findInvoice, saveSource } from '../store/invoice.ts'
import { bookedScope, findLink } from '../store/link.ts'
import { loadSnapshot, saveSnapshot } from '../store/snapshot.ts'
import { begunMemo, openMemoOf } from './begun-memo.ts'
import { problemOf } from './breakers.ts'
import { loadContext, questionOf } from './context.ts'
import type { Deps } from './deps.ts'
import { sha256Hex } from './keys.ts'
import { linkedInvoice } from './linked-invoice.ts'
import { onceHere } from './once-here.ts'
import { keepSentence } from './sentence.ts'
import { watched } from './watched.ts'

/** What Postgres remembers of an invoice that earlier runs took somewhere. Runs that began before do not know all of it. */
export type Remembered = Pick<
  Recorded,
  'rilletId' | 'inDoubt' | 'verified' | 'remote' | 'accepted' | 'writtenPaymentStatus'
> &
  Partial<
    Pick<
      Recorded,
      | 'scope'
      | 'bookedHash'
      | 'changes'
      | 'bookedOn'
      | 'askedDay'
      | 'voidCredit'
      | 'openMemo'
      | 'intendedPaymentStatus'
    >
  > & { state: InvoiceState | null }

export type ReadSource = InvoiceRef & {
  /** What the hints said that it is read for: the latest version, and how many there were. */
  hint?: { version: string | null; count: number }
}

export type SourceRead = (
  | { kind: 'read'; facts: InvoiceFacts; context: SyncContext }
  | { kind: 'blocked'; problem: Problem }
) & {
  remembered: Remembered
  /** Our own waits, as this deployment scales them. */
  timing: Timing
}

export type SourceActivities = ReturnType<typeof createSourceActivities>

export const createSourceActivities = (deps: Deps) => ({
  /**
   * Reads the invoice in Sequence, whole; keeps it as a snapshot and returns what a run may know of
   * it, with the links and settings that decide about it and what earlier runs left behind.
   */
  readSource: watched(deps, async (input: ReadSource): Promise<SourceRead> => {
    const ref = refOf(input)
    try {
      return await read(deps, ref, input.hint ?? null)
    } catch (error) {
      const about = { what: 'invoice', id: ref.invoiceId }
      const problem = await problemOf(deps.db, ref.accountId, error, about)
      if (problem === null) throw error
      const remembered = await remember(deps.db, ref)
      const kept = await keepSentence(deps.db, ref, problem)
      return { kind: 'blocked', problem: kept, remembered, timing: deps.timing }
    }
  }),
})

async function read(
  { db, vendors, timing }: Deps,
  ref: InvoiceRef,
  hint: ReadSource['hint'] | null,
): Promise<SourceRead> {
  const sequence = await vendors.sequence(ref.accountId)
  const invoice = await readSourceInvoice(sequence, ref.invoiceId)
  const hash = sha256Hex(JSON.stringify(invoice))
  const facts = factsOf(invoice, hash)
  await db.transaction().execute(async (trx) => {
    await saveSnapshot(trx, ref.accountId, hash, invoice)
    await saveSource(trx, ref, invoice, hash)
    await addEvent(trx, {
      ...ref,
      kind: 'source.read',
      actor: 'sync',
      data: {
        status: facts.status,
        paymentStatus: facts.paymentStatus,
        total: facts.grossTotal,
        version: facts.updatedAt,
        ...(hint === null ? {} : { hint }),
      },
      // Read by the clock and found as it was, it is no news.
      once: hint === null ? `${ref.invoiceId}/source/${hash}` : onceHere('source'),
    })
    await closeBreakers(trx, ref.accountId, ['sequence_key'])
  })
  const linked = await linkedInvoice(db, ref)
  if (linked.kind === 'foreign') {
    return {
      kind: 'blocked',
      problem: linked.problem,
      remembered: { ...(await remember(db, ref)), openMemo: null },
      timing,
    }
  }
  const context = await loadContext(db, ref.accountId, questionOf(facts))
  const remembered = await remember(db, ref, { invoice, hash })
  return { kind: 'read', facts, context, remembered, timing }
}

async function remember(db: Db, ref: InvoiceRef, now?: Now): Promise<Remembered> {
  const { accountId, invoiceId } = ref
  const [row, link, credit] = await Promise.all([
    findInvoice(db, ref),
    findLink(db, accountId, 'invoice', invoiceId),
    begunMemo(db, ref, null),
  ])
  const booked = link?.rillet_id ? (row?.sent_snapshot_hash ?? null) : null
  const { booked_for, booked_on, accepted = null } = link ?? {}
  return {
    state: row?.state ?? null,
    rilletId: link?.rillet_id ?? null,
    scope: bookedScope(link),
    inDoubt: link !== undefined && link.rillet_id === null && link.sent_at !== null,
    verified: link !== undefined && link.verified_at !== null,
    remote: link?.remote_state ?? null,
    accepted,
    bookedHash: booked,
    changes: await changesSince(db, accountId, { booked, accepted }, now),
    bookedOn: booked_for && booked_on ? { for: booked_for, on: booked_on } : null,
    askedDay: askedDay(row?.problems ?? []),
    // Nothing is credited that is not there.
    openMemo: link?.rillet_id ? await openMemoOf(db, ref, booked) : null,
    voidCredit: credit !== null,
    writtenPaymentStatus: row?.written_payment_status ?? null,
    intendedPaymentStatus: row?.intended_payment_status ?? null,
  }
}

type Now = { invoice: SourceInvoice; hash: string }

async function changesSince(
  db: Db,
  accountId: string,
  { booked, accepted }: { booked: string | null; accepted: Accepted | null },
  now: Now | undefined,
): Promise<Problem[]> {
  if (booked === null || now === undefined || booked === now.hash) return []
  const left = acceptedSource(accepted, booked)
  return changesBeside(
    await loadSnapshot(db, accountId, booked),
    left === null ? null : await loadSnapshot(db, accountId, left),
    now.invoice,
  )
}
