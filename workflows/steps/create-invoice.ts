import type { Created } from '../../activities/invoice-outcomes.ts'
import type { StepOf } from '../../domain/decision/situation.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import { block } from '../rests.ts'
import type { Rest, Run } from '../run.ts'
import type { Wakes } from '../wakes.ts'

/** The invoice is in Rillet, once, and says there what it says in Sequence. */
export async function createInvoice(
  run: Run,
  { why }: StepOf<'create'>,
  { retry, probe }: Wakes,
): Promise<Rest | null> {
  const { facts, ref } = run
  if (facts === null) return { kind: 'again' }
  const fresh = retry !== null || probe
  const { snapshotHash } = facts
  const created = await act(run, 'createInvoice', () =>
    vendors.createInvoice({ ...ref, snapshotHash, fresh, why }),
  )
  switch (created.kind) {
    case 'done':
      return follow(run, created)
    case 'blocked':
      run.tried.create = created.problems
      if ('sentBefore' in created) run.tried.sentBefore = true
      return null
    case 'in_doubt':
      run.recorded.inDoubt = true
      return null
  }
}

/** From now on the run follows this Rillet invoice, if it says what it should. */
export async function follow(
  run: Run,
  created: Extract<Created, { kind: 'done' }>,
): Promise<Rest | null> {
  const { rilletId, version, remote, scope, problems, fresh } = created
  const current = run.facts?.snapshotHash ?? null
  const bookedHash = created.snapshotHash ?? current
  // Made from an earlier source, found later: what has changed since is read.
  if (bookedHash !== current) run.owed.source ??= { version: null, count: 0 }
  run.status.rilletId = rilletId
  run.known.remote = version
  run.createdHere = fresh
  run.recorded = {
    ...run.recorded,
    rilletId,
    remote,
    // Runs that began before it was answered go on without.
    ...(scope ? { scope } : {}),
    inDoubt: false,
    verified: problems.length === 0,
    bookedHash,
  }
  return problems.length === 0 ? null : block(run, problems)
}
