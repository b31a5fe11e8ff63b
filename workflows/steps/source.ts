import { asksAbout } from '../../domain/decision/closed-period.ts'
import { act } from '../act.ts'
import { records, vendors } from '../activities.ts'
import { recordedOf } from '../recorded.ts'
import { block, questionOf } from '../rests.ts'
import type { Rest, Run } from '../run.ts'

/** The invoice as Sequence has it, and what decides about it; read again unless it was just now. */
export async function readSource(run: Run): Promise<Rest | null> {
  const { facts, owed, timing, factsReadAt, ref } = run
  if (facts !== null && owed.source === null && Date.now() - factsReadAt < timing.freshMs) {
    const question = questionOf(run)
    see(run, await records.readContext({ accountId: ref.accountId, question }))
    return null
  }
  const hint = owed.source !== null && owed.source.count > 0 ? { hint: owed.source } : {}
  const read = await act(run, 'readSource', () => vendors.readSource({ ...ref, ...hint }))
  run.timing = read.timing
  run.recorded = recordedOf(read.remembered, read.kind === 'read' ? read.facts : null)
  run.status.rilletId = run.recorded.rilletId
  if (run.status.state === 'waiting') run.status.state = read.remembered.state ?? 'waiting'
  if (read.kind === 'blocked') {
    const { askedDay } = run.recorded
    // Sequence out of reach answers no question that a person was asked.
    return block(run, [read.problem, ...(askedDay === null ? [] : [asksAbout(askedDay)])])
  }
  run.facts = read.facts
  run.factsReadAt = Date.now()
  see(run, read.context)
  run.known.source = read.facts.updatedAt
  run.owed.source = null
  return null
}

function see(run: Run, context: NonNullable<Run['context']>): void {
  run.context = context
  run.seen = JSON.stringify(context)
  run.looked = true
}
