import { log, patched } from '@temporalio/workflow'
import { isOvertaken } from '../domain/decision/agreed.ts'
import { movedFields } from '../domain/decision/booked-date.ts'
import { askedDay } from '../domain/decision/closed-period.ts'
import { decide } from '../domain/decision/decide.ts'
import type { Asked, RestStep, Situation, Source, Step } from '../domain/decision/situation.ts'
import { isAboutRillet } from '../domain/decision/wished.ts'
import { differencesOf } from '../domain/drift.ts'
import type { InvoiceFacts, Problem, SyncContext } from '../domain/model.ts'
import { inScope } from '../domain/settings.ts'
import { isAhead } from '../domain/settlement.ts'
import { type Choice, labels } from '../domain/states.ts'
import { records } from './activities.ts'
import { block, close, questionOf, stand } from './rests.ts'
import { note, owe, oweWhole, type Rest, type Run } from './run.ts'
import { tellRemoval } from './steps/gone.ts'
import { take } from './take.ts'
import type { Wakes } from './wakes.ts'

/**
 * One look at the invoice. The domain decides what comes next, from what Sequence says, what Rillet says
 * and what we recorded; here it is only done, until the invoice comes to rest.
 */
export async function look(run: Run, asked: Wakes): Promise<Rest> {
  run.looked = false
  run.tried = {}
  owe(run, asked)
  takeChoice(run, asked)
  wantNoMore(run, asked)
  await seeSettings(run, asked)
  for (let steps = 0; steps < mostSteps; steps++) {
    holdToAgreed(run, asked)
    const step = decide(situationOf(run, asked))
    const rest = isRest(step) ? await come(run, step, asked) : await take(run, step, asked)
    if (rest !== null) return rest
  }
  log.error('a look did not come to rest', { state: run.status.state })
  return { kind: 'open', forMs: run.timing.pauseMs }
}

/** Who leaves it out takes back every earlier retry: what comes while that is written down does not open it again. */
function wantNoMore(run: Run, { exclude, markAsSynced }: Wakes): void {
  const isLeftOut = exclude !== null || markAsSynced?.rilletId === null
  if (run.wanted && isLeftOut && patched('left-out-unwanted')) run.wanted = false
}

/** Far more than any look needs: the guard against a decision that leads back to itself. */
const mostSteps = 50

/** What was mended may be a setting; an invoice that is in Rillet is not read anew for it. */
async function seeSettings(run: Run, { cleared }: Wakes): Promise<void> {
  if (cleared.length === 0 || run.recorded.rilletId === null || run.facts === null) return
  if (run.owed.source !== null || !patched('settings-anew')) return
  const { accountId } = run.ref
  run.context = await records.readContext({ accountId, question: questionOf(run) })
}

function situationOf(run: Run, asked: Wakes): Situation {
  const { facts, context, owed, recorded } = run
  // An invoice that is not in Rillet yet is read anew in each look.
  const isKnown = owed.source === null && (run.looked || recorded.rilletId !== null)
  return {
    state: run.status.state,
    source: isKnown && facts !== null && context !== null ? sourceOf(run, facts, context) : null,
    recorded,
    rillet: {
      unread: owed.remote !== null || (run.settlement === null && !run.createdHere),
      hinted: owed.remote !== null,
      settlement: run.settlement,
      edits: run.edits,
    },
    asked: askedOf(run, asked, context),
    tried: run.tried,
  }
}

/** What was, or may have been, created keeps the scope that it was created with. */
const sourceOf = ({ recorded }: Run, facts: InvoiceFacts, context: SyncContext): Source => ({
  facts,
  context: { ...context, settings: inScope(context.settings, recorded.scope) },
})

/** A run that was held back by its scope when only one could be sent is replayed as it was. */
const everyScope = (run: Run, context: SyncContext | null): boolean =>
  run.recorded.rilletId !== null ||
  context === null ||
  inScope(context.settings, run.recorded.scope).scope === 'REVENUE_RECOGNITION_ONLY' ||
  patched('every-scope')

/** One kept from an earlier look is done only over what Rillet says by now. */
function takeChoice(run: Run, asked: Wakes): void {
  if (asked.choice === null) {
    if (run.choice !== null && readsFirst(run)) oweWhole(run)
    return
  }
  run.agreed = asked.agreed
  run.choice = asked.choice
}

/** What has changed since a person chose, nobody has agreed to: the choice is dropped, and shown again as it is. */
function holdToAgreed(run: Run, asked: Wakes): void {
  const { choice, agreed } = run
  const situation = situationOf(run, asked)
  const { source, rillet, recorded } = situation
  if (choice === null || agreed === null || source === null) return
  // A credit that was begun goes on with what was sent.
  if (recorded.openMemo !== null) return
  if (isAboutRillet(choice) && rillet.unread) return
  if (!isOvertaken(choice, agreed, { situation, source }) || !patched('choice-overtaken')) return
  run.choice = null
  run.agreed = null
  const reason = `The invoice has changed since “${labels[choice]}” was asked for: it is not done unless somebody asks for it again.`
  note(run, { kind: 'choice.dropped', reason, data: { choice } })
}

/** In the first version what others did in Rillet since was not read before a wish was done. */
const readsFirst = ({ choice }: Run): boolean =>
  isAboutRillet(choice) && patched('read-before-wish')

/** In the first version no void was undone, what others told Sequence of payments was not compared, and a recreation not checked. */
const sinceFirst = (run: Run) => ({
  undoesVoids:
    run.recorded.rilletId === null || run.facts?.status !== 'VOIDED' || patched('void-undone'),
  comparesStatus: !isToldMore(run) || patched('status-compared'),
  readsFirst: readsFirst(run),
  keepsUnbookable: run.choice !== 'recreate' || patched('recreation-checked'),
  showsWithheld: !isMovedBesideEdit(run) || patched('withheld-dates-shown'),
})

const isMovedBesideEdit = ({ facts, recorded, edits }: Run): boolean =>
  facts !== null && edits.length > 0 && movedFields(facts, recorded).length > 0

/** Sequence says that more is paid than Rillet's rows do, as far as they are read. */
function isToldMore({ facts, settlement, createdHere }: Run): boolean {
  if (facts === null || (settlement === null && !createdHere)) return false
  return isAhead(facts.paymentStatus, settlement?.target ?? 'UNPAID')
}

const askedOf = (run: Run, wakes: Wakes, context: SyncContext | null): Asked => ({
  everyScope: everyScope(run, context),
  ...sinceFirst(run),
  exclude: wakes.exclude !== null,
  bookedElsewhere: wakes.markAsSynced !== null && wakes.markAsSynced.rilletId === null,
  adopt: wakes.markAsSynced?.rilletId ?? null,
  choice: run.choice,
  followLedger: run.followLedger,
  wanted: run.wanted,
  retry: wakes.retry !== null,
  probe: wakes.probe,
  due: wakes.due,
  cleared: wakes.cleared,
})

const isRest = (step: Step): step is RestStep =>
  step.do === 'stay' || step.do === 'close' || step.do === 'hold' || step.do === 'stand'

async function come(run: Run, step: RestStep, asked: Wakes): Promise<Rest> {
  if (step.do === 'stay') {
    const isOwed = run.untold && run.status.state === 'removed'
    return isOwed ? tellRemoval(run) : { kind: 'closed' }
  }
  if (run.recorded.rilletId !== null) run.drift = differencesOf(step.problems)
  if (step.do !== 'hold' && step.problems.length === 0) forgetChoice(run)
  if (step.do !== 'hold') followNoMore(run)
  switch (step.do) {
    case 'close':
      if (step.note !== undefined) run.note = step.note
      if (step.rule !== undefined) {
        note(run, {
          kind: `rule.${step.rule}`,
          reason: run.note,
          data: { policy: 'closedPeriodPolicy' },
        })
      }
      return close(run, step.state, step.problems)
    case 'hold':
      run.status.step = step.step
      sayHeld(run, asked)
      keepQuestion(run, step.problems)
      return block(run, step.problems, step.causes)
    case 'stand':
      run.status.step = 'awaitPayment'
      await stand(run, { state: step.state, problems: step.problems, next: step.next })
      return { kind: 'open', forMs: null }
  }
}

/** A wish that nothing is left of must not meet a later difference. */
function forgetChoice(run: Run): void {
  const { choice } = run
  if (choice !== null && endsItself(choice) && patched('needless-said')) {
    note(run, { kind: 'choice.needless', data: { choice } })
  }
  run.choice = null
}

/** The others stand until what is deleted is booked again. */
const endsItself = (choice: Choice): boolean => choice !== 'recreate' && choice !== 'deleteInRillet'

/** Sequence says what Rillet does, or a payment link's provider decides: what is set there later is a difference. */
function followNoMore(run: Run): void {
  if (run.followLedger && patched('ledger-followed-once')) run.followLedger = false
}

/** A credit memo that is made, or may be, and not set off holds the invoice in the sync: who leaves it out is told. */
function sayHeld(run: Run, { exclude, markAsSynced }: Wakes): void {
  const { openMemo } = run.recorded
  if (openMemo === null || (exclude === null && markAsSynced === null)) return
  const choice = exclude === null ? 'markAsSynced' : 'exclude'
  const memo = openMemo.rilletId === null ? 'a credit memo' : `credit memo ${openMemo.rilletId}`
  const reason = `“${labels[choice]}” is not done: ${memo} of this invoice is not set off yet.`
  note(run, { kind: 'choice.dropped', reason, data: { choice } })
}

/** Known to the next look too, which may read nothing of Sequence and of ours anew. */
function keepQuestion(run: Run, problems: Problem[]): void {
  const day = askedDay(problems)
  if (day === run.recorded.askedDay || !patched('question-kept')) return
  run.recorded = { ...run.recorded, askedDay: day }
}
