import { connectionProblems } from '../domain/checks.ts'
import { pointsShown } from '../domain/decision/agreed.ts'
import { asksAbout } from '../domain/decision/closed-period.ts'
import type { InvoiceState, Problem, SyncContext } from '../domain/model.ts'
import { records } from './activities.ts'
import { note, onceKey, placeOf, type Rest, type Run } from './run.ts'
import { show } from './show.ts'

type Standing = {
  state: InvoiceState
  problems?: Problem[]
  /** What happens next by itself, in words. */
  next?: string | null
  /** Further causes that wake it, beside those of its problems. */
  causes?: string[]
}

/** Writes where the invoice stands, if it moved: Temporal's attributes and details, our row, the timeline. */
export async function stand(run: Run, standing: Standing): Promise<void> {
  const before = JSON.stringify(run.status)
  const causes = move(run, standing)
  if (JSON.stringify(run.status) !== before || run.events.length > 0) {
    show(run, causes)
    await records.record(recordOf(run, causes))
    run.events = []
  }
  run.shown = shownBy(run)
}

const shownBy = ({ status, facts }: Run): string[] => pointsShown(status.problems, facts)

/**
 * Parks the invoice until its causes are gone: they are written down first and read once more after
 * that, so that one cleared in between is not missed.
 */
export async function block(run: Run, problems: Problem[], causes: string[] = []): Promise<Rest> {
  const next = 'everything is read again after six hours, or as soon as the cause is gone'
  const context = await standAndReread(run, { state: 'blocked', problems, causes, next })
  return stillHeld(run, problems, context)
    ? { kind: 'open', forMs: run.timing.recheckMs }
    : { kind: 'again' }
}

/** As `stand`, and reads the causes once more after they were written down. */
export async function standAndReread(run: Run, standing: Standing): Promise<SyncContext> {
  const causes = move(run, standing)
  show(run, causes)
  const record = { ...recordOf(run, causes), question: questionOf(run) }
  const context = await records.recordAndReread(record)
  run.events = []
  run.shown = shownBy(run)
  return context
}

/** Nothing can happen by itself any more. */
export async function close(
  run: Run,
  state: InvoiceState,
  problems: Problem[] = [],
): Promise<Rest> {
  run.status.step = null
  await stand(run, { state, problems })
  return { kind: 'closed' }
}

/** What the invoice asks of the links; nothing while it could not be read. */
export function questionOf({ facts }: Run): { customerId: string; productIds: string[] } {
  const { customerId = '', lines = [] } = facts ?? {}
  return { customerId, productIds: [...new Set(lines.flatMap((line) => line.productId ?? []))] }
}

/** Nothing was cleared in between. Each further look needs a change of what was seen: it ends. */
function stillHeld(run: Run, problems: Problem[], context: SyncContext): boolean {
  const seen = run.seen
  run.seen = JSON.stringify(context)
  if (seen !== null) return seen === run.seen
  const held = connectionProblems(context).map(({ code }) => code)
  return problems.every(
    ({ code, blockedOn }) => !blockedOn.startsWith('connection:') || held.includes(code),
  )
}

function move(run: Run, standing: Standing): string[] {
  const { status } = run
  const { state, next = null, causes = [] } = standing
  const problems = withQuestion(run, standing)
  const held = state === 'blocked' || state === 'in_doubt' || state === 'drift'
  const since = held ? (status.blockedSince ?? new Date().toISOString()) : null
  const moved = status.state !== state || codesOf(status.problems) !== codesOf(problems)
  run.status = { ...status, state, problems, blockedSince: since, next }
  if (moved)
    note(run, { kind: `state.${state}`, data: { codes: problems.map(({ code }) => code) } })
  return [...new Set([...problems.map(({ blockedOn }) => blockedOn), ...causes])].sort()
}

/** What a person was asked stands until they answer, whatever else holds the invoice meanwhile. */
function withQuestion({ recorded, choice }: Run, { state, problems = [] }: Standing): Problem[] {
  const isHeld = state === 'blocked' || state === 'waiting'
  if (!isHeld || recorded.askedDay === null || choice === 'dateOnOpenDay') return problems
  const isAsked = problems.some(({ code }) => code === 'period_closed')
  return isAsked ? problems : [...problems, asksAbout(recorded.askedDay)]
}

const codesOf = (problems: Problem[]) => problems.map(({ code }) => code).join()

const recordOf = (run: Run, causes: string[]) => ({
  ...run.ref,
  state: run.status.state,
  step: run.status.step,
  problems: run.status.problems,
  blockedSince: run.status.blockedSince,
  rilletId: run.status.rilletId,
  note: run.note,
  causes,
  ...(run.drift === null ? {} : { drift: run.drift }),
  events: run.events,
  place: placeOf(),
  onceKey: onceKey(run),
})
