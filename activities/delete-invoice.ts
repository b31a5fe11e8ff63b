import { NotFoundError, RefusedError } from '../clients/errors.ts'
import type { InvoiceRef, IsoDate, Problem } from '../domain/model.ts'
import { deleteHeld, periodClosed } from '../domain/problems.ts'
import { wakePeriod } from '../store/closed-period.ts'
import { closedOr, closedUntil, isClosed } from './books.ts'
import { refusalProblem } from './breakers.ts'
import type { Deps } from './deps.ts'
import { isDeleted, recordRemoval } from './gone.ts'
import { type Linked, type NotThere, onLinked } from './on-linked.ts'
import { keepSentence } from './sentence.ts'
import { watched } from './watched.ts'

export type DeleteInvoice = InvoiceRef & {
  why: string
  /** The day that it is to be booked on again: while that is closed, it stays where it is. */
  again?: IsoDate
}

export type InvoiceDeleted =
  | { kind: 'done' }
  /** It has to stay there, and why. */
  | { kind: 'refused'; problems: Problem[] }
  | NotThere

export type DeleteActivities = ReturnType<typeof createDeleteActivities>

export const createDeleteActivities = (deps: Deps) => ({
  /**
   * Deletes the invoice in Rillet, unless money stands against it there, or it could not be booked again. Twice
   * does no harm: what is gone is gone. Wanted again, it is made under the next generation's key.
   */
  deleteInvoice: watched(
    deps,
    (input: DeleteInvoice): Promise<InvoiceDeleted> =>
      onLinked(deps, input, (linked) => remove(deps, input, linked)),
  ),
})

async function remove(deps: Deps, input: DeleteInvoice, linked: Linked): Promise<InvoiceDeleted> {
  const { rillet, link, rilletId } = linked
  const payments = await rillet.invoicePayments(rilletId)
  if (payments.some(({ status }) => status !== 'FAILED')) {
    return { kind: 'refused', problems: [deleteHeld('a payment')] }
  }
  const { accountId, invoiceId, why, again } = input
  const books = { accountId, organizationId: link.organization_id, rillet }
  if (again !== undefined && isClosed(again, await closedUntil(deps, books, { fresh: true }))) {
    return { kind: 'refused', problems: [periodClosed(again)] }
  }
  try {
    await rillet.deleteInvoice(rilletId)
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    if (!(error instanceof NotFoundError)) {
      return { kind: 'refused', problems: [await refusal(deps, input, linked, error)] }
    }
    if (!(await isDeleted(rillet, rilletId, error))) throw error
  }
  await recordRemoval(deps.db, { accountId, invoiceId }, link, {
    kind: 'invoice.deleted',
    actor: 'sync',
    why,
  })
  if (link.remote_state !== null) {
    await wakePeriod(deps.db, accountId, link.remote_state.invoiceDate)
  }
  return { kind: 'done' }
}

async function refusal(
  deps: Deps,
  { accountId, invoiceId }: DeleteInvoice,
  { rillet, link }: Linked,
  error: RefusedError,
): Promise<Problem> {
  const date = link.remote_state?.invoiceDate
  const about = date === undefined ? {} : { accountingDate: date }
  const problem = await refusalProblem(deps.db, accountId, error, about)
  const books = { accountId, organizationId: link.organization_id, rillet }
  const named =
    date === undefined ? problem : await closedOr(deps, books, { problem, dates: [date] })
  return keepSentence(deps.db, { accountId, invoiceId }, named)
}
