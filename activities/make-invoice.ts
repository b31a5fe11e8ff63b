import type { RilletClient } from '../clients/rillet/client.ts'
import { leavingOut } from '../domain/decision/closed-period.ts'
import { refOf } from '../domain/ids.ts'
import type { Problem } from '../domain/model.ts'
import { periodClosed } from '../domain/problems.ts'
import type { Db } from '../store/connect.ts'
import { findConnection, settingsOf } from '../store/connection.ts'
import { addEvent } from '../store/event.ts'
import { nextGeneration } from '../store/intent.ts'
import { findLink } from '../store/link.ts'
import { closedOr, closedUntil, isClosed } from './books.ts'
import { refusalProblem } from './breakers.ts'
import { createOnce } from './create-once.ts'
import type { Deps } from './deps.ts'
import { findInvoiceInRillet } from './find-invoice.ts'
import type { Created, CreateInvoice } from './invoice-outcomes.ts'
import type { Prepared } from './prepare-invoice.ts'
import { readExisting } from './read-existing.ts'
import { recordInRillet } from './record-in-rillet.ts'
import { scheduledAt } from './scheduled-at.ts'
import { keepSentence } from './sentence.ts'

/** Creates the invoice, unless it may be there already, or its day is closed in Rillet's books. */
export async function create(
  deps: Deps,
  input: CreateInvoice,
  prepared: Prepared,
): Promise<Created> {
  const { db, timing, vendors } = deps
  const { thing, draft } = prepared
  const rillet = await vendors.rillet(input.accountId, thing.organizationId)
  const again =
    (await findAfterRemoval(deps, input, prepared)) ??
    (await heldByBooks(deps, rillet, input, prepared))
  if (again !== null) return again
  const attempt = await createOnce({
    db,
    timing,
    thing,
    scheduledAt: scheduledAt(),
    sent: { to: draft.customer_id, scope: draft.scope, snapshotHash: input.snapshotHash },
    send: (key, beforeSend) => rillet.createInvoice(draft, key, { beforeSend }),
  })
  switch (attempt.kind) {
    case 'done':
      return recordInRillet(db, input, { ...prepared, invoice: attempt.value, origin: 'created' })
    case 'exists':
      return readExisting(deps, input, rillet.getInvoice(attempt.rilletId))
    case 'rejected': {
      const { accountId } = input
      const books = { accountId, organizationId: thing.organizationId, rillet }
      const said = await refusalProblem(db, accountId, attempt.error, prepared.invoice)
      const dates = [draft.invoice_date]
      const problem = await closedOr(deps, books, { problem: said, dates })
      await nextGeneration(db, thing, { ...attempt, problem })
      await recordRefusal(db, input, problem, attempt.generation)
      return { kind: 'blocked', problems: [await keepSentence(db, input, problem)] }
    }
    case 'in_doubt':
      return { kind: 'in_doubt' }
  }
}

/** A create that Rillet would refuse for its date is not sent; one that may have been sent is looked into. */
async function heldByBooks(
  deps: Deps,
  rillet: RilletClient,
  { accountId, invoiceId, fresh = false }: CreateInvoice,
  { draft, thing }: Prepared,
): Promise<Created | null> {
  const link = await findLink(deps.db, accountId, 'invoice', invoiceId)
  if (link !== undefined && (link.sent_at ?? link.rillet_id) !== null) return null
  const books = { accountId, organizationId: thing.organizationId, rillet }
  const isHeld = async (how: { fresh: boolean }) =>
    isClosed(draft.invoice_date, await closedUntil(deps, books, how))
  if (!(await isHeld({ fresh }))) return null
  // What is left out stays so: books that were opened since they were read must not do that.
  const isFinal = leavingOut(settingsOf(await findConnection(deps.db, accountId))) !== null
  if (isFinal && !fresh && !(await isHeld({ fresh: true }))) return null
  const wasSent = link !== undefined && link.key_first_sent_at !== null
  const problems = [periodClosed(draft.invoice_date)]
  return { kind: 'blocked', problems, ...(wasSent ? { sentBefore: true } : {}) }
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
