import { readSourceInvoice } from '../clients/sequence/source-invoice.ts'
import { factsOf } from '../domain/facts.ts'
import type {
  InvoiceFacts,
  InvoiceRef,
  InvoiceState,
  Problem,
  Scope,
  SyncContext,
} from '../domain/model.ts'
import type { Timing } from '../domain/timing.ts'
import { closeBreakers } from '../store/breaker.ts'
import type { Db } from '../store/connect.ts'
import { addEvent } from '../store/event.ts'
import { findInvoice, saveSource } from '../store/invoice.ts'
import { bookedScope, findLink } from '../store/link.ts'
import type { AcceptedDates, RemoteInvoiceState } from '../store/schema.ts'
import { saveSnapshot } from '../store/snapshot.ts'
import { problemOf } from './breakers.ts'
import { loadContext, questionOf } from './context.ts'
import type { Deps } from './deps.ts'
import { sha256Hex } from './keys.ts'
import { linkedInvoice } from './linked-invoice.ts'
import { keepSentence } from './sentence.ts'
import { watched } from './watched.ts'

/** What Postgres remembers of an invoice that earlier runs took somewhere. */
export type Remembered = {
  state: InvoiceState | null
  rilletId: string | null
  /** A create was sent and its outcome is not known. */
  inDoubt: boolean
  /** Rillet's answer was found to say what was sent. */
  verified: boolean
  remote: RemoteInvoiceState | null
  /** What the invoice was, or may have been, created with; null or absent before that. */
  scope?: Scope | null
  accepted: AcceptedDates | null
  writtenPaymentStatus: string | null
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
  readSource: watched(deps, async (ref: InvoiceRef): Promise<SourceRead> => {
    try {
      return await read(deps, ref)
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

async function read({ db, vendors, timing }: Deps, ref: InvoiceRef): Promise<SourceRead> {
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
      data: { status: facts.status, paymentStatus: facts.paymentStatus, total: facts.grossTotal },
      once: `${ref.invoiceId}/source/${hash}`,
    })
    await closeBreakers(trx, ref.accountId, ['sequence_key'])
  })
  const linked = await linkedInvoice(db, ref)
  if (linked.kind === 'foreign') {
    return { kind: 'blocked', problem: linked.problem, remembered: await remember(db, ref), timing }
  }
  const context = await loadContext(db, ref.accountId, questionOf(facts))
  return { kind: 'read', facts, context, remembered: await remember(db, ref), timing }
}

async function remember(db: Db, { accountId, invoiceId }: InvoiceRef): Promise<Remembered> {
  const [row, link] = await Promise.all([
    findInvoice(db, { accountId, invoiceId }),
    findLink(db, accountId, 'invoice', invoiceId),
  ])
  return {
    state: row?.state ?? null,
    rilletId: link?.rillet_id ?? null,
    inDoubt: link !== undefined && link.rillet_id === null && link.sent_at !== null,
    verified: link !== undefined && link.verified_at !== null,
    remote: link?.remote_state ?? null,
    scope: bookedScope(link),
    accepted: link?.accepted ?? null,
    writtenPaymentStatus: row?.written_payment_status ?? null,
  }
}
