import { ApplicationFailure, condition, setHandler } from '@temporalio/workflow'
import { type Action, refusalOf } from '../domain/states.ts'
import { type PersonAsks, queries, type Status, signals, updates } from './messages.ts'
import { isWoken, note, type Run } from './run.ts'
import { withCleared, withRemote, withSource } from './wakes.ts'

/** Everything that can reach a run. Hints and people only wake it; the run decides. */
export function handle(run: Run): void {
  setHandler(queries.status, () => run.status, {
    description: 'Where the invoice stands: state, step, problems, next automatic step.',
  })
  setHandler(queries.recentEvents, () => run.recent, {
    description: 'The last 50 events of this run. The whole timeline is in the operator API.',
  })
  handleHints(run)
  handlePeople(run)
}

function handleHints(run: Run): void {
  setHandler(
    signals.sourceChanged,
    (hint) => {
      run.wakes = withSource(run.wakes, hint)
    },
    { description: 'Something may have changed in Sequence: read it again.' },
  )
  setHandler(
    signals.remoteChanged,
    (hint) => {
      run.wakes = withRemote(run.wakes, hint)
    },
    { description: 'Something may have changed in Rillet: read it again.' },
  )
  setHandler(
    signals.causeCleared,
    (cleared) => {
      run.wakes = withCleared(run.wakes, cleared)
    },
    { description: 'What held the invoice back is mended, such as "customer:…" or "settings".' },
  )
  setHandler(
    signals.retry,
    (by = operatorInTemporal) => {
      if (refusalOf(run.status.state, 'retry') === null) askRetry(run, by)
    },
    { description: 'Try again now; sent in batches from the command line. Ignored where refused.' },
  )
}

function handlePeople(run: Run): void {
  setHandler(
    updates.retry,
    (by: PersonAsks | undefined): Promise<Status> => {
      askRetry(run, by ?? operatorInTemporal)
      return settled(run)
    },
    {
      validator: (by: PersonAsks | undefined) => permit(run, 'retry', by),
      description: 'Retry sync: read everything again and try now. {"actor", "reason"}, optional.',
    },
  )
  setHandler(updates.exclude, (by) => ask(run, 'exclude', by, { exclude: by }), {
    validator: (by) => permit(run, 'exclude', by),
    description: 'Exclude: leave this invoice out of the sync. {"actor", "reason"}.',
  })
  setHandler(updates.markAsSynced, (by) => ask(run, 'markAsSynced', by, { markAsSynced: by }), {
    validator: (by) => permit(run, 'markAsSynced', by),
    description:
      'Mark as synced: with "rilletId" it is verified and adopted, without one the invoice is left out as booked elsewhere.',
  })
  setHandler(updates.acceptTheirs, (by) => ask(run, 'acceptTheirs', by, { acceptTheirs: by }), {
    validator: (by) => permit(run, 'acceptTheirs', by),
    description: 'Accept theirs: what Rillet says counts as right. {"actor", "reason"}.',
  })
  setHandler(updates.pushOurs, (by) => ask(run, 'pushOurs', by, { pushOurs: by }), {
    validator: (by) => permit(run, 'pushOurs', by),
    description: 'Push ours: write what Sequence says into Rillet. {"actor", "reason"}.',
  })
  setHandler(updates.resolveInDoubt, (by) => ask(run, 'resolveInDoubt', by, { resolve: by }), {
    validator: (by) => permit(run, 'resolveInDoubt', by),
    description:
      'Resolve a doubt: {"found": true, "rilletId"} adopts that invoice, {"found": false} creates again.',
  })
}

const operatorInTemporal: PersonAsks = { actor: 'temporal', reason: null }

function permit(run: Run, action: Action, by?: PersonAsks): void {
  const refusal = refusalOf(run.status.state, action)
  if (refusal !== null) throw ApplicationFailure.nonRetryable(refusal, 'not_allowed')
  if (action !== 'retry' && !by?.actor) {
    throw ApplicationFailure.nonRetryable(
      `“${action}” needs {"actor": "who asks", "reason": "why"}.`,
      'invalid',
    )
  }
}

function ask(
  run: Run,
  action: Action,
  { actor, reason }: PersonAsks,
  wish: Partial<Run['wakes']>,
): Promise<Status> {
  note(run, { kind: `person.${action}`, actor, reason })
  run.wakes = { ...run.wakes, ...wish }
  run.skip?.()
  return settled(run)
}

function askRetry(run: Run, by: PersonAsks): void {
  note(run, { kind: 'person.retry', actor: by.actor, reason: by.reason })
  run.wanted = true
  run.wakes = { ...run.wakes, retry: by }
  run.skip?.()
}

/** Answers with where the invoice came to rest, or after ten seconds with where it is. */
async function settled(run: Run): Promise<Status> {
  await condition(() => run.resting && !isWoken(run), '10 s')
  return run.status
}
