import { ApplicationFailure, condition, patched, setHandler } from '@temporalio/workflow'
import { pointsShown } from '../domain/decision/agreed.ts'
import { type Action, type Choice, choices, labels, refusalOf } from '../domain/states.ts'
import { workFor } from './activities.ts'
import { type PersonAsks, queries, type Status, signals, updates } from './messages.ts'
import {
  clearedCauseOf,
  markAsSyncedOf,
  personOf,
  remoteHintOf,
  resolveInDoubtOf,
  resolveProblem,
  seenOf,
  sourceHintOf,
  wishProblem,
} from './parse.ts'
import { isWoken, note, type Run } from './run.ts'
import { type Wakes, withCleared, withRemote, withSource } from './wakes.ts'

/** Everything that can reach a run. Hints and people only wake it; the run decides. */
export function handle(run: Run): void {
  setHandler(queries.status, () => ({ ...run.status, hints: run.hints }), {
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
    (hint: unknown) => {
      run.wakes = withSource(run.wakes, sourceHintOf(hint))
    },
    { description: 'Something may have changed in Sequence: read it again.' },
  )
  setHandler(
    signals.remoteChanged,
    (hint: unknown) => {
      run.wakes = withRemote(run.wakes, remoteHintOf(hint))
    },
    { description: 'Something may have changed in Rillet: read it again.' },
  )
  setHandler(
    signals.causeCleared,
    (cleared: unknown) => {
      run.wakes = withCleared(run.wakes, clearedCauseOf(cleared))
    },
    { description: 'What held the invoice back is mended, such as "customer:…" or "settings".' },
  )
  setHandler(
    signals.retry,
    (by: unknown) => {
      if (refusalFor(run, 'retry') === null) askRetry(run, personOf(by))
    },
    { description: 'Try again now; sent in batches from the command line. Ignored where refused.' },
  )
}

function handlePeople(run: Run): void {
  setHandler(
    updates.retry,
    (by: unknown) =>
      onceAllowed(run, 'retry', () => {
        askRetry(run, personOf(by))
      }),
    {
      validator: (_by: unknown) => permit(run, 'retry', null),
      description: 'Retry sync: read everything again and try now. {"actor", "reason"}, optional.',
    },
  )
  setHandler(updates.exclude, (by) => ask(run, 'exclude', by, () => ({ exclude: personOf(by) })), {
    validator: (by) => permit(run, 'exclude', wishProblem(by)),
    description: 'Exclude: leave this invoice out of the sync. {"actor", "reason"}.',
  })
  setHandler(
    updates.markAsSynced,
    (by) => ask(run, 'markAsSynced', by, () => ({ markAsSynced: markAsSyncedOf(by) })),
    {
      validator: (by) => permit(run, 'markAsSynced', wishProblem(by)),
      description:
        'Mark as synced: with "rilletId" it is verified and adopted, without one the invoice is left out as booked elsewhere.',
    },
  )
  for (const choice of choices) {
    const wish = (by: unknown, wasLooking: boolean) => ({
      choice,
      agreed: wasLooking ? seenOf(by) : shown(run),
    })
    setHandler(updates[choice], (by) => ask(run, choice, by, wish), {
      validator: (by) => permit(run, choice, wishProblem(by)),
      description: `${choiceWords[choice]} {"actor", "reason"}.`,
    })
  }
  setHandler(
    updates.resolveInDoubt,
    (by) => ask(run, 'resolveInDoubt', by, () => ({ resolve: resolveInDoubtOf(by) })),
    {
      validator: (by) => permit(run, 'resolveInDoubt', resolveProblem(by)),
      description:
        'Resolve a doubt: {"found": true, "rilletId"} adopts that invoice, {"found": false} creates again.',
    },
  )
}

const choiceWords: Record<Choice, string> = {
  acceptTheirs: 'Accept theirs: what Rillet says counts as right.',
  pushOurs: 'Push ours: write what Sequence says into Rillet.',
  recreate: 'Delete and recreate: delete it in Rillet and book it as Sequence has it now.',
  creditDifference: 'Credit the difference: a credit memo in Rillet over what it has too much.',
  leave: 'Leave as is: the difference is known and stays.',
  deleteInRillet: 'Delete in Rillet: the invoice was voided in Sequence.',
  dateOnOpenDay: 'Date on the first open day: its own day is in a closed period.',
}

/** Refuses a wish that the state does not allow, or that is not of its form. */
function permit(run: Run, action: Action, problem: string | null): void {
  const refusal = refusalFor(run, action)
  if (refusal !== null && isAtRest(run)) throw notAllowed(refusal)
  if (problem !== null) throw ApplicationFailure.nonRetryable(problem, 'invalid')
}

/**
 * Asks for what the state allows. What it does not allow while the run looks is judged by where the look comes to
 * rest: a task that was lost with its worker is played again, and may have shown the person more than the run knows.
 */
function onceAllowed(
  run: Run,
  action: Action,
  askFor: (wasLooking: boolean) => void,
): Promise<Status> {
  if (refusalFor(run, action) !== null) return onceAtRest(run, action, askFor)
  askFor(false)
  return settled(run)
}

async function onceAtRest(
  run: Run,
  action: Action,
  askFor: (wasLooking: boolean) => void,
): Promise<Status> {
  await condition(() => isAtRest(run), '4 s')
  const refusal = refusalFor(run, action)
  if (refusal !== null) throw notAllowed(refusal)
  askFor(true)
  return settled(run)
}

const refusalFor = (run: Run, action: Action) => refusalOf(run.status.state, action, codesOf(run))

const notAllowed = (refusal: string) => ApplicationFailure.nonRetryable(refusal, 'not_allowed')

/** What the person sees while they choose; what a look that is under way finds is not among it. */
const shown = (run: Run): string[] =>
  run.shown !== null && patched('shown-as-written')
    ? run.shown
    : pointsShown(run.status.problems, run.facts)

const codesOf = ({ status }: Run) => status.problems.map(({ code }) => code)

function ask(
  run: Run,
  action: Action,
  by: unknown,
  wishOf: (by: unknown, wasLooking: boolean) => Partial<Wakes>,
): Promise<Status> {
  return onceAllowed(run, action, (wasLooking) => {
    const { actor, reason } = personOf(by)
    note(run, { kind: `person.${action}`, actor, reason })
    const wish = wishOf(by, wasLooking)
    sayReplaced(run, wish)
    run.wakes = { ...run.wakes, ...wish }
    workFor('person')
    run.skip?.()
  })
}

/** One look takes one choice, the last; who made another before it is told. */
function sayReplaced(run: Run, { choice: next = null }: Partial<Wakes>): void {
  const { choice } = run.wakes
  if (choice === null || next === null || choice === next) return
  const reason = `“${labels[next]}” was asked for before “${labels[choice]}” was begun.`
  note(run, { kind: 'choice.replaced', reason, data: { choice } })
}

function askRetry(run: Run, by: PersonAsks): void {
  note(run, { kind: 'person.retry', actor: by.actor, reason: by.reason })
  run.wanted = true
  run.wakes = { ...run.wakes, retry: by }
  workFor('person')
  run.skip?.()
}

/** Answers with where the invoice came to rest, or after ten seconds with where it is. */
async function settled(run: Run): Promise<Status> {
  await condition(() => isAtRest(run), '10 s')
  return run.status
}

const isAtRest = (run: Run): boolean => run.resting && !isWoken(run)
