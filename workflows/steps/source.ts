import { patched } from '@temporalio/workflow'
import type { InvoiceState } from '../../domain/model.ts'
import { isPutAway } from '../../domain/states.ts'
import { act } from '../act.ts'
import { records, vendors } from '../activities.ts'
import { recordedOf } from '../recorded.ts'
import { block, questionOf, stand } from '../rests.ts'
import type { Rest, Run } from '../run.ts'

/** The invoice as Sequence has it, and what decides about it; read again unless it was just now. */
export async function readSource(run: Run): Promise<Rest | null> {
  const { facts, owed, timing, factsReadAt, ref } = run
  if (facts !== null && owed.source === null && Date.now() - factsReadAt < timing.freshMs) {
    const question = questionOf(run)
    see(run, await records.readContext({ accountId: ref.accountId, question }))
    return null
  }
  await takeUp(run)
  const hint = owed.source !== null && owed.source.count > 0 ? { hint: owed.source } : {}
  const read = await act(run, 'readSource', () => vendors.readSource({ ...ref, ...hint }))
  run.timing = read.timing
  run.recorded = recordedOf(read.remembered, read.kind === 'read' ? read.facts : null)
  // In the first version a person could have something else done before.
  if (run.recorded.openMemo !== null && !patched('memo-first')) run.recorded.openMemo = null
  run.status.rilletId = run.recorded.rilletId
  const { state } = read.remembered
  if (run.status.state === 'waiting' || isPutAwaySince(run, state)) {
    run.status.state = state ?? 'waiting'
  }
  if (read.kind === 'blocked') return block(run, [read.problem])
  run.facts = read.facts
  run.factsReadAt = Date.now()
  see(run, read.context)
  run.known.source = read.facts.updatedAt
  run.owed.source = null
  return null
}

/**
 * A run is started with the state that its row had then. The run before it may have ended since, and put the invoice
 * away: what this one was started for changes nothing then.
 */
const isPutAwaySince = ({ facts, status }: Run, state: InvoiceState | null): boolean =>
  facts === null &&
  state !== null &&
  isPutAway(state) &&
  !isPutAway(status.state) &&
  patched('put-away-since')

function see(run: Run, context: NonNullable<Run['context']>): void {
  run.context = context
  run.seen = JSON.stringify(context)
  run.looked = true
}

/** News of an invoice that is left out is not handed over: wanted again, it shows so before it is read. */
async function takeUp(run: Run): Promise<void> {
  if (!run.wanted || run.status.state !== 'excluded' || !patched('taken-up')) return
  await stand(run, { state: 'waiting', next: 'it is read in Sequence' })
}
