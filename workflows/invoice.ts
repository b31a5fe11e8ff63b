import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  patched,
  workflowInfo,
} from '@temporalio/workflow'
import { invoiceWorkflowId } from '../domain/ids.ts'
import { breakOf } from './act.ts'
import { workFor } from './activities.ts'
import { handle } from './handlers.ts'
import { look } from './look.ts'
import type { InvoiceInput, Status } from './messages.ts'
import { carriedOf, createRun, isLong, isWoken, type Rest, type Run, takeWakes } from './run.ts'
import { isPersonal, putBack, type Wakes } from './wakes.ts'

/**
 * Takes one Sequence invoice to Rillet and its payment back. Whatever wakes it, it reads both sides and
 * takes the next step: `ensureCustomerLinked`, `ensureProductsExist`, `applyTax`, `createInvoice`,
 * `awaitPayment`. What only a person can mend, it waits for; nothing a vendor does fails it.
 */
export async function invoice(input: InvoiceInput): Promise<Status> {
  refuseForeignId(input)
  const run = createRun(input)
  handle(run)
  let rest = restOf(input)
  for (;;) {
    if (rest.kind !== 'again') {
      run.resting = true
      if (await isOver(run, rest)) return run.status
      if (await mayRenew(run, rest)) await renew(input, run, rest)
      await sleepUntilWoken(run, rest)
      workFor(isPersonal(run.wakes) ? 'person' : 'hint')
      run.resting = false
      if (isOldEnough(run)) continue
    }
    rest = await pass(run, takeWakes(run))
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

/** A run that goes on from another one rests where that one rested; any other looks at once. */
function restOf({ carried }: InvoiceInput): Rest {
  const rest = carried?.rest ?? null
  if (rest === null) return { kind: 'again' }
  return { kind: 'open', forMs: rest.until === null ? null : Math.max(rest.until - Date.now(), 0) }
}

/** One look at the invoice, from what woke it to where it comes to rest. */
async function pass(run: Run, asked: Wakes): Promise<Rest> {
  try {
    const rest = await look(run, asked)
    // What a person asked for, and the look did not come to, is for the run that goes on.
    if (rest.kind === 'renew' && isLeavingOut(asked) && patched('asked-kept')) {
      run.wakes = putBack(asked, run.wakes)
    }
    return rest
  } catch (error) {
    switch (breakOf(error)) {
      case 'interrupted':
        return { kind: 'again' }
      case 'renewed':
        run.wakes = putBack(asked, run.wakes)
        return { kind: 'renew' }
      case null:
        throw error
    }
  }
}

const isLeavingOut = ({ exclude, markAsSynced }: Wakes): boolean =>
  exclude !== null || markAsSynced !== null

/** A run ends only when nothing is pending and everybody who asked has their answer. */
async function isOver(run: Run, rest: Rest): Promise<boolean> {
  if (rest.kind !== 'closed' || isWoken(run)) return false
  await condition(allHandlersFinished)
  return !isWoken(run)
}

const isOldEnough = (run: Run): boolean => isLong() && !isWoken(run) && allHandlersFinished()

/** Between two looks, or in the middle of one that has grown long; never while somebody waits for an answer. */
async function mayRenew(run: Run, rest: Rest): Promise<boolean> {
  if (rest.kind === 'renew') {
    await condition(allHandlersFinished)
    return true
  }
  return rest.kind === 'open' && isOldEnough(run)
}

async function renew(input: InvoiceInput, run: Run, rest: Rest): Promise<never> {
  const forMs = rest.kind === 'open' ? rest.forMs : null
  const until = forMs === null ? null : Date.now() + forMs
  const carried = carriedOf(run, rest.kind === 'open' ? { until } : null)
  return continueAsNew<typeof invoice>({ ...input, carried })
}

async function sleepUntilWoken(run: Run, rest: Rest): Promise<void> {
  const woken = () => isWoken(run) || isOldEnough(run)
  if (rest.kind !== 'open' || rest.forMs === null) {
    await condition(woken)
    return
  }
  const inTime = await condition(woken, rest.forMs)
  if (!inTime) run.wakes = { ...run.wakes, due: true }
}
