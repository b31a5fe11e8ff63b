import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  workflowInfo,
} from '@temporalio/workflow'
import { invoiceWorkflowId } from '../domain/ids.ts'
import { isPutAway } from '../domain/states.ts'
import { handle } from './handlers.ts'
import type { InvoiceInput, Status } from './messages.ts'
import { close } from './rests.ts'
import {
  carriedOf,
  createRun,
  isInterrupted,
  isWoken,
  owe,
  type Rest,
  type Run,
  takeWakes,
} from './run.ts'
import { applyTax } from './steps/apply-tax.ts'
import { awaitPayment } from './steps/await-payment.ts'
import { createInvoice } from './steps/create-invoice.ts'
import { ensureCustomerLinked } from './steps/ensure-customer-linked.ts'
import { ensureProductsExist } from './steps/ensure-products-exist.ts'
import { prerequisites } from './steps/prerequisites.ts'
import { readSource, restAtSource, type Source } from './steps/source.ts'
import { adopt } from './steps/verify.ts'
import type { Wakes } from './wakes.ts'

/**
 * Takes one Sequence invoice to Rillet and its payment back. Whatever wakes it, it reads both sides and
 * takes the next step. What only a person can mend, it waits for; nothing a vendor does fails it.
 */
export async function invoice(input: InvoiceInput): Promise<Status> {
  refuseForeignId(input)
  const run = createRun(input)
  handle(run)
  for (;;) {
    const rest = await pass(run, takeWakes(run))
    if (rest.kind === 'again') continue
    run.resting = true
    if (await isOver(run, rest)) return run.status
    if (mayContinueAsNew(run)) {
      await continueAsNew<typeof invoice>({ ...input, carried: carriedOf(run) })
    }
    await sleepUntilWoken(run, rest)
    run.resting = false
  }
}

/** One writer per invoice rests on its id: a run under another one would be a second writer. */
function refuseForeignId(input: InvoiceInput): void {
  const { workflowId } = workflowInfo()
  if (workflowId === invoiceWorkflowId(input)) return
  throw ApplicationFailure.nonRetryable(
    `Start this with the workflow id invoice/{accountId}/{invoiceId} of its input, not ${workflowId}.`,
    'wrong_id',
  )
}

/** One look at the invoice, from what woke it to where it comes to rest. */
async function pass(run: Run, asked: Wakes): Promise<Rest> {
  try {
    return await step(run, asked)
  } catch (error) {
    if (isInterrupted(error)) return { kind: 'again' }
    throw error
  }
}

async function step(run: Run, asked: Wakes): Promise<Rest> {
  if (asked.exclude !== null) return close(run, 'excluded')
  if (asked.markAsSynced !== null && asked.markAsSynced.rilletId === null) {
    run.note = 'Booked elsewhere.'
    return close(run, 'excluded')
  }
  if (isPutAway(run.status.state) && !run.wanted) return { kind: 'closed' }
  owe(run, asked)
  if (run.status.rilletId !== null && run.facts !== null && !run.owed.source) {
    return awaitPayment(run, asked)
  }
  const read = await readSource(run)
  if (read.kind === 'rest') return read.rest
  if (isPutAway(run.status.state) && !run.wanted) return { kind: 'closed' }
  if (run.status.rilletId !== null) return awaitPayment(run, asked)
  return syncToRillet(run, read.source, asked)
}

/** The steps from a finalized invoice to one that is in Rillet; any of them may come to rest. */
async function syncToRillet(run: Run, source: Source, asked: Wakes): Promise<Rest> {
  const early = run.remembered?.inDoubt ? null : await restAtSource(run, source)
  if (early !== null) return early
  const rilletId = asked.markAsSynced?.rilletId ?? null
  if (rilletId !== null) {
    const { snapshotHash } = source.facts
    return (
      (await adopt(run, { snapshotHash, rilletId, byPerson: true })) ?? awaitPayment(run, asked)
    )
  }

  const held = [
    ...prerequisites(source, asked),
    ...ensureCustomerLinked(source),
    ...applyTax(source),
  ]
  const withoutProducts = await ensureProductsExist(run, source, { asked, held })
  if (withoutProducts !== null) return withoutProducts
  const notCreated = await createInvoice(run, source)
  if (notCreated !== null) return notCreated
  return awaitPayment(run, asked)
}

/** A run ends only when nothing is pending and everybody who asked has their answer. */
async function isOver(run: Run, rest: Rest): Promise<boolean> {
  if (rest.kind !== 'closed' || isWoken(run)) return false
  await condition(allHandlersFinished)
  return !isWoken(run)
}

const mayContinueAsNew = (run: Run): boolean =>
  workflowInfo().continueAsNewSuggested && !isWoken(run) && allHandlersFinished()

async function sleepUntilWoken(run: Run, rest: Rest): Promise<void> {
  const woken = () => isWoken(run)
  if (rest.kind !== 'open' || rest.forMs === null) {
    await condition(woken)
    return
  }
  const inTime = await condition(woken, rest.forMs)
  if (!inTime) run.wakes = { ...run.wakes, due: true }
}
