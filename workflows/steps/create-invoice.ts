import type { Created } from '../../activities/invoice-outcomes.ts'
import { vendors } from '../activities.ts'
import { block } from '../rests.ts'
import { act, type Rest, type Run } from '../run.ts'
import { resolveDoubt } from './resolve-doubt.ts'
import type { Source } from './source.ts'

/** The invoice is in Rillet, once, and says there what it says in Sequence. Null when it does. */
export async function createInvoice(run: Run, { facts }: Source): Promise<Rest | null> {
  const input = { ...run.ref, snapshotHash: facts.snapshotHash }
  let created: Created = run.remembered?.inDoubt
    ? { kind: 'in_doubt' }
    : await act(run, 'createInvoice', () => vendors.createInvoice(input))
  for (;;) {
    switch (created.kind) {
      case 'done':
        accept(run, created)
        run.createdHere = created.fresh
        return created.problems.length === 0 ? null : block(run, created.problems)
      case 'blocked':
        return block(run, created.problems)
      case 'in_doubt': {
        const resolved = await resolveDoubt(run, input)
        if (resolved.kind === 'absent') {
          // Much can have happened while it was looked for: all is read again before it is sent.
          if (run.remembered !== null) run.remembered = { ...run.remembered, inDoubt: false }
          run.owed.source = true
          return { kind: 'again' }
        }
        created = resolved
      }
    }
  }
}

/** From now on the run follows this Rillet invoice. */
export function accept(run: Run, created: Extract<Created, { kind: 'done' }>): void {
  const { rilletId, version, remote, scope, problems } = created
  run.status.rilletId = rilletId
  run.known.remote = version
  if (run.remembered !== null) {
    run.remembered = {
      ...run.remembered,
      rilletId,
      remote,
      scope,
      inDoubt: false,
      verified: problems.length === 0,
    }
  }
}
