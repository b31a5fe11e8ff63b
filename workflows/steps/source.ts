import { startDateProblem } from '../../domain/checks.ts'
import type { InvoiceFacts, SyncContext } from '../../domain/model.ts'
import { invoiceNotFinal } from '../../domain/problems.ts'
import { inScope } from '../../domain/settings.ts'
import { records, vendors } from '../activities.ts'
import { block, close, questionOf } from '../rests.ts'
import { act, type Rest, type Run } from '../run.ts'

export type Source = { facts: InvoiceFacts; context: SyncContext }
export type SourceStep = { kind: 'read'; source: Source } | { kind: 'rest'; rest: Rest }

/** The invoice as Sequence has it, and what decides about it; read again unless it was just now. */
export async function readSource(run: Run): Promise<SourceStep> {
  if (run.facts !== null && !run.owed.source && Date.now() - run.factsReadAt < run.timing.freshMs) {
    const { accountId } = run.ref
    const context = await records.readContext({ accountId, question: questionOf(run) })
    see(run, context)
    return { kind: 'read', source: { facts: run.facts, context: asBooked(run, context) } }
  }
  const read = await act(run, 'readSource', () => vendors.readSource(run.ref))
  run.timing = read.timing
  run.remembered = read.remembered
  run.status.rilletId = read.remembered.rilletId
  if (run.status.state === 'waiting') run.status.state = read.remembered.state ?? 'waiting'
  if (read.kind === 'blocked') {
    return { kind: 'rest', rest: await block(run, [read.problem]) }
  }
  run.facts = read.facts
  run.factsReadAt = Date.now()
  see(run, read.context)
  run.known.source = read.facts.updatedAt
  run.owed.source = false
  return { kind: 'read', source: { facts: read.facts, context: asBooked(run, read.context) } }
}

/** What was, or may have been, created keeps the scope that it was created with. */
const asBooked = ({ remembered }: Run, context: SyncContext): SyncContext => ({
  ...context,
  settings: inScope(context.settings, remembered?.scope ?? null),
})

function see(run: Run, context: SyncContext): void {
  run.context = context
  run.seen = JSON.stringify(context)
}

/** What keeps an invoice from being sent at all, by what Sequence says of it; null when nothing does. */
export async function restAtSource(run: Run, { facts, context }: Source): Promise<Rest | null> {
  if (facts.status === 'VOIDED') return close(run, 'voided')
  if (facts.status !== 'FINAL' && facts.status !== 'SENT') {
    return block(run, [invoiceNotFinal(facts.status)])
  }
  const early = run.wanted ? null : startDateProblem(facts, context.settings)
  return early === null ? null : close(run, 'excluded', [early])
}
