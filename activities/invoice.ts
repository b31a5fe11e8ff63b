import type { Invoice } from '../clients/rillet/schemas.ts'
import { remoteOf } from '../domain/dates.ts'
import { REFERENCE_TYPE } from '../domain/ids.ts'
import { type InvoiceDraft, mapInvoice } from '../domain/mapping.ts'
import type { InvoiceRef, Problem, SourceInvoice } from '../domain/model.ts'
import { inDoubt, rilletAnswerDiffers, rilletNotConnected } from '../domain/problems.ts'
import { verifyAdopted, verifyInvoice } from '../domain/verify.ts'
import type { Db } from '../store/connect.ts'
import { findConnection } from '../store/connection.ts'
import { addEvent } from '../store/event.ts'
import { nextGeneration, type Thing } from '../store/intent.ts'
import { findLink, ownerOf } from '../store/link.ts'
import type { RemoteInvoiceState } from '../store/schema.ts'
import { loadSnapshot } from '../store/snapshot.ts'
import { heldProblem, refusalProblem, withoutSentence } from './breakers.ts'
import { loadContext, questionOf } from './context.ts'
import { createOnce, isGone, lookUpOnce } from './create-once.ts'
import type { Deps } from './deps.ts'
import { recordInRillet } from './record-in-rillet.ts'
import { watched } from './watched.ts'

/** `snapshotHash` finds what is sent: names and lines never pass through a history. */
export type CreateInvoice = InvoiceRef & { snapshotHash: string }

/** `byPerson`: typed into Rillet by hand, so it need not carry our reference or the same lines. */
export type AdoptInvoice = CreateInvoice & { rilletId: string; byPerson: boolean }

export type Created =
  /** `problems` when Rillet's answer does not say what was sent: it exists, but is not yet trusted. */
  | {
      kind: 'done'
      rilletId: string
      version: string
      remote: RemoteInvoiceState
      problems: Problem[]
      /** Made just now by this very call: nothing can have happened to it yet. */
      fresh: boolean
    }
  | { kind: 'blocked'; problems: Problem[] }
  | { kind: 'in_doubt' }

export type LookedUp =
  | Exclude<Created, { kind: 'in_doubt' }>
  | { kind: 'later'; afterMs: number }
  /** It is not there: it may be sent again. */
  | { kind: 'absent' }

export type InvoiceActivities = ReturnType<typeof createInvoiceActivities>

export const createInvoiceActivities = (deps: Deps) => ({
  /** Creates the invoice in Rillet, at most once; the answer is verified and recorded before it returns. */
  createInvoice: watched(deps, async (input: CreateInvoice): Promise<Created> => {
    const prepared = await prepare(deps, input)
    if (prepared.kind === 'blocked') return prepared
    try {
      return await create(deps, input, prepared)
    } catch (error) {
      return blockedOrThrow(deps.db, input, error)
    }
  }),

  /** Looks for the invoice that a create in doubt may have made; adopts it when it is there. */
  lookUpInvoice: watched(deps, async (input: CreateInvoice): Promise<LookedUp> => {
    const prepared = await prepare(deps, input)
    if (prepared.kind === 'blocked') return prepared
    try {
      return await lookUp(deps, input, prepared)
    } catch (error) {
      return blockedOrThrow(deps.db, input, error)
    }
  }),

  /** A person says which Rillet invoice it is: read, verified, adopted. */
  adoptInvoice: watched(deps, async (input: AdoptInvoice): Promise<Created> => {
    const prepared = await prepare(deps, input)
    if (prepared.kind === 'blocked') return prepared
    try {
      return await adopt(deps, input, prepared)
    } catch (error) {
      if (isGone(error)) {
        return { kind: 'blocked', problems: [inDoubt('Rillet has no invoice with that id')] }
      }
      return blockedOrThrow(deps.db, input, error)
    }
  }),

  /** A person says that the create made nothing: the next one has a key of its own. */
  forgetAttempt: async ({ accountId, invoiceId }: InvoiceRef): Promise<void> => {
    const link = await findLink(deps.db, accountId, 'invoice', invoiceId)
    if (link === undefined || link.rillet_id !== null) return
    const thing = thingOf({ accountId, invoiceId }, link.organization_id)
    await nextGeneration(deps.db, thing, link.generation, null)
  },
})

export type Prepared = { invoice: SourceInvoice; draft: InvoiceDraft; thing: Thing }

async function prepare(
  { db, publicUrl }: Deps,
  { accountId, invoiceId, snapshotHash }: CreateInvoice,
): Promise<({ kind: 'ready' } & Prepared) | { kind: 'blocked'; problems: Problem[] }> {
  const invoice = await loadSnapshot(db, accountId, snapshotHash)
  const context = await loadContext(db, accountId, questionOf(invoice))
  const connection = await findConnection(db, accountId)
  const organizationId = connection?.organization_id ?? null
  if (organizationId === null) return { kind: 'blocked', problems: [rilletNotConnected()] }

  const known = Object.entries(context.products).flatMap(
    ([id, { rilletId }]): [string, string][] => (rilletId === null ? [] : [[id, rilletId]]),
  )
  const mapped = mapInvoice({
    invoice,
    context: {
      settings: context.settings,
      customerRilletId: context.customer?.rilletId ?? null,
      customerCurrency: context.customer?.currency ?? null,
      productRilletIds: Object.fromEntries(known),
      publicUrl,
    },
  })
  if (!mapped.ok) return { kind: 'blocked', problems: mapped.problems }
  const thing = thingOf({ accountId, invoiceId }, organizationId)
  return { kind: 'ready', invoice, draft: mapped.value, thing }
}

const thingOf = ({ accountId, invoiceId }: InvoiceRef, organizationId: string): Thing => ({
  accountId,
  kind: 'invoice',
  sourceId: invoiceId,
  organizationId,
})

async function create(
  { db, timing, vendors }: Deps,
  input: CreateInvoice,
  prepared: Prepared,
): Promise<Created> {
  const { thing, draft } = prepared
  const rillet = await vendors.rillet(input.accountId)
  const attempt = await createOnce({
    db,
    timing,
    thing,
    send: (key, beforeSend) => rillet.createInvoice(draft, key, { beforeSend }),
  })
  switch (attempt.kind) {
    case 'done':
      return recordInRillet(db, input, { ...prepared, invoice: attempt.value, origin: 'created' })
    case 'exists':
      return readExisting(rillet.getInvoice(attempt.rilletId), input, prepared, db)
    case 'rejected': {
      const about = prepared.invoice
      const problem = await refusalProblem(db, input.accountId, attempt.error, about)
      await nextGeneration(db, thing, attempt.generation, problem)
      await recordRefusal(db, input, problem, attempt.generation)
      return { kind: 'blocked', problems: [withoutSentence(problem)] }
    }
    case 'in_doubt':
      return { kind: 'in_doubt' }
  }
}

/** What a person names is taken only if it fits, and is nobody else's. */
async function adopt(
  { db, vendors }: Deps,
  input: AdoptInvoice,
  prepared: Prepared,
): Promise<Created> {
  const rillet = await vendors.rillet(input.accountId)
  const invoice = await rillet.getInvoice(input.rilletId)
  if (!input.byPerson) return recordInRillet(db, input, { ...prepared, invoice, origin: 'adopted' })

  const owner = await ownerOf(db, prepared.thing, invoice.id)
  const problems =
    owner === null || owner === input.invoiceId
      ? verifyAdopted(prepared.draft, invoice)
      : [rilletAnswerDiffers('reference to Sequence', input.invoiceId, owner)]
  if (problems.length > 0) return { kind: 'blocked', problems }
  return recordInRillet(db, input, { ...prepared, invoice, origin: 'person' })
}

async function lookUp(
  { db, timing, vendors }: Deps,
  input: CreateInvoice,
  prepared: Prepared,
): Promise<LookedUp> {
  const rillet = await vendors.rillet(input.accountId)
  const found = await lookUpOnce({
    db,
    timing,
    thing: prepared.thing,
    find: async (since) => {
      const updatedAfter = new Date(since.getTime() - clockMarginMs).toISOString()
      const filter = { customerId: prepared.draft.customer_id, updatedAfter }
      for await (const invoice of rillet.allInvoices(filter)) {
        if (refersTo(invoice, input.invoiceId)) return invoice
      }
      return null
    },
  })
  switch (found.kind) {
    case 'found':
      return recordInRillet(db, input, { ...prepared, invoice: found.value, origin: 'adopted' })
    case 'exists':
      return readExisting(rillet.getInvoice(found.rilletId), input, prepared, db)
    case 'later':
    case 'absent':
      return found
  }
}

/** Rillet's clock may differ from ours. */
const clockMarginMs = 24 * 3_600_000

const refersTo = ({ external_references }: Invoice, invoiceId: string) =>
  external_references.some(({ type, id }) => type === REFERENCE_TYPE && id === invoiceId)

async function readExisting(
  read: Promise<Invoice>,
  input: CreateInvoice,
  { draft }: Prepared,
  db: Db,
): Promise<Extract<Created, { kind: 'done' }>> {
  const invoice = await read
  const problems = verifyInvoice(draft, invoice)
  await addEvent(db, {
    ...refOf(input),
    kind: 'invoice.found',
    actor: 'sync',
    data: { rilletId: invoice.id },
  })
  return {
    kind: 'done',
    rilletId: invoice.id,
    version: invoice.updated_at,
    remote: remoteOf(invoice),
    problems,
    fresh: false,
  }
}

async function recordRefusal(
  db: Db,
  input: CreateInvoice,
  problem: Problem,
  generation: number,
): Promise<void> {
  await addEvent(db, {
    ...refOf(input),
    kind: 'invoice.refused',
    actor: 'rillet',
    data: { code: problem.code, ...problem.params },
    once: `${input.invoiceId}/refused/${generation}`,
  })
}

const refOf = ({ accountId, invoiceId }: InvoiceRef): InvoiceRef => ({ accountId, invoiceId })

async function blockedOrThrow(
  db: Db,
  { accountId }: InvoiceRef,
  error: unknown,
): Promise<{ kind: 'blocked'; problems: Problem[] }> {
  const problem = await heldProblem(db, accountId, error)
  if (problem === null) throw error
  return { kind: 'blocked', problems: [problem] }
}
