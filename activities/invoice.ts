import { RefusedError } from '../clients/errors.ts'
import type { Invoice } from '../clients/rillet/schemas.ts'
import { remoteOf } from '../domain/dates.ts'
import { refOf } from '../domain/ids.ts'
import type { InvoiceRef, Problem } from '../domain/model.ts'
import { inDoubt, rilletAnswerDiffers } from '../domain/problems.ts'
import { verifyAdopted, verifyInvoice } from '../domain/verify.ts'
import type { Db } from '../store/connect.ts'
import { addEvent } from '../store/event.ts'
import { nextGeneration } from '../store/intent.ts'
import { findLink, ownerOf } from '../store/link.ts'
import { problemOf, refusalProblem } from './breakers.ts'
import { createOnce, lookUpOnce } from './create-once.ts'
import type { Deps } from './deps.ts'
import { findInvoiceInRillet } from './find-invoice.ts'
import { isDeleted, recordRemoval } from './gone.ts'
import type { Adopted, AdoptInvoice, Created, CreateInvoice, LookedUp } from './invoice-outcomes.ts'
import { linkedInvoice } from './linked-invoice.ts'
import { type Prepared, prepareInvoice } from './prepare-invoice.ts'
import { recordInRillet } from './record-in-rillet.ts'
import { keepSentence } from './sentence.ts'
import { watched } from './watched.ts'

export type InvoiceActivities = ReturnType<typeof createInvoiceActivities>

export const createInvoiceActivities = (deps: Deps) => ({
  /** Creates the invoice in Rillet, at most once; the answer is verified and recorded before it returns. */
  createInvoice: watched(deps, async (input: CreateInvoice): Promise<Created> => {
    const prepared = await prepareInvoice(deps, input)
    if (prepared.kind === 'blocked') return prepared
    try {
      return await create(deps, input, prepared)
    } catch (error) {
      return blockedOrThrow(deps.db, input, error)
    }
  }),

  /** Looks for the invoice that a create in doubt may have made; adopts it when it is there. */
  lookUpInvoice: watched(deps, async (input: CreateInvoice): Promise<LookedUp> => {
    const prepared = await prepareInvoice(deps, input)
    if (prepared.kind === 'blocked') return prepared
    try {
      return await lookUp(deps, input, prepared)
    } catch (error) {
      return blockedOrThrow(deps.db, input, error)
    }
  }),

  /** Takes a Rillet invoice as this one's: read, verified, recorded. */
  adoptInvoice: watched(deps, async (input: AdoptInvoice): Promise<Adopted> => {
    const prepared = await prepareInvoice(deps, input)
    if (prepared.kind === 'blocked') return prepared
    try {
      return await adopt(deps, input, prepared)
    } catch (error) {
      // Whatever Rillet refuses about an id that a person typed is told, not tried again.
      if (input.byPerson && error instanceof RefusedError) {
        return { kind: 'blocked', problems: [inDoubt('Rillet has no invoice with that id')] }
      }
      return blockedOrThrow(deps.db, input, error)
    }
  }),

  /**
   * A person says that the create made nothing. It is looked for once more all the same: what is there is
   * adopted; otherwise the next create has a key of its own.
   */
  forgetAttempt: watched(deps, async (input: CreateInvoice): Promise<LookedUp> => {
    const prepared = await prepareInvoice(deps, input)
    if (prepared.kind === 'blocked') return prepared
    const { accountId, invoiceId } = input
    const link = await findLink(deps.db, accountId, 'invoice', invoiceId)
    if (link === undefined || link.rillet_id !== null) return { kind: 'absent' }
    try {
      const found = await findInvoiceInRillet(deps, prepared, link.first_sent_at, link.sent_to)
      if (found !== null) {
        return await recordInRillet(deps.db, input, {
          ...prepared,
          invoice: found,
          origin: 'adopted',
        })
      }
    } catch (error) {
      return blockedOrThrow(deps.db, input, error)
    }
    await nextGeneration(deps.db, prepared.thing, link.generation, null)
    return { kind: 'absent' }
  }),
})

async function create(deps: Deps, input: CreateInvoice, prepared: Prepared): Promise<Created> {
  const { db, timing, vendors } = deps
  const { thing, draft } = prepared
  const again = await findAfterRemoval(deps, input, prepared)
  if (again !== null) return again
  const rillet = await vendors.rillet(input.accountId, thing.organizationId)
  const attempt = await createOnce({
    db,
    timing,
    thing,
    sent: { to: draft.customer_id, scope: draft.scope, snapshotHash: input.snapshotHash },
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
      return { kind: 'blocked', problems: [await keepSentence(db, input, problem)] }
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
): Promise<Adopted> {
  const rillet = await vendors.rillet(input.accountId, prepared.thing.organizationId)
  const linked = await linkedInvoice(db, input)
  let invoice: Invoice
  try {
    invoice = await rillet.getInvoice(input.rilletId)
  } catch (error) {
    if (input.byPerson || linked.kind !== 'linked') throw error
    if (!(await isDeleted(rillet, input.rilletId, error))) throw error
    await recordRemoval(db, input, linked.link)
    return { kind: 'removed' }
  }
  if (!input.byPerson) return recordInRillet(db, input, { ...prepared, invoice, origin: 'adopted' })

  const owner = await ownerOf(db, prepared.thing, invoice.id)
  const problems =
    owner === null || owner === input.invoiceId
      ? verifyAdopted(prepared.draft, invoice)
      : [rilletAnswerDiffers('reference to Sequence', input.invoiceId, 'another invoice')]
  if (problems.length > 0) return { kind: 'blocked', problems }
  return recordInRillet(db, input, { ...prepared, invoice, origin: 'person' })
}

async function lookUp(deps: Deps, input: CreateInvoice, prepared: Prepared): Promise<LookedUp> {
  const { db, timing } = deps
  const found = await lookUpOnce({
    db,
    timing,
    thing: prepared.thing,
    find: (since, sentTo) => findInvoiceInRillet(deps, prepared, since, sentTo),
  })
  switch (found.kind) {
    case 'found':
      return recordInRillet(db, input, { ...prepared, invoice: found.value, origin: 'adopted' })
    case 'exists': {
      const rillet = await deps.vendors.rillet(input.accountId, prepared.thing.organizationId)
      return readExisting(rillet.getInvoice(found.rilletId), input, prepared, db)
    }
    case 'later':
    case 'absent':
      return found
  }
}

/** What counts as deleted is looked for once more before it is made again: a second one would be a duplicate. */
async function findAfterRemoval(
  deps: Deps,
  input: CreateInvoice,
  prepared: Prepared,
): Promise<Created | null> {
  const link = await findLink(deps.db, input.accountId, 'invoice', input.invoiceId)
  if (link === undefined || link.removed_at === null || link.sent_at !== null) return null
  if (link.rillet_id !== null) return null
  const found = await findInvoiceInRillet(deps, prepared, null, link.sent_to)
  if (found === null) return null
  return recordInRillet(deps.db, input, { ...prepared, invoice: found, origin: 'adopted' })
}

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
    remote: remoteOf(invoice, draft.scope),
    scope: draft.scope,
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

async function blockedOrThrow(
  db: Db,
  ref: InvoiceRef,
  error: unknown,
): Promise<{ kind: 'blocked'; problems: Problem[] }> {
  const problem = await problemOf(db, ref.accountId, error, {})
  if (problem === null) throw error
  return { kind: 'blocked', problems: [await keepSentence(db, ref, problem)] }
}
