import { distinctProblems } from '../distinct.ts'
import { causes } from '../ids.ts'
import type { IsoDate, Problem, Settings } from '../model.ts'
import { periodClosed } from '../problems.ts'
import type { Choice } from '../states.ts'
import type { Asked, LeavingOut, Recorded, RestStep, Step, Tried } from './situation.ts'

type Closed = {
  problems: Problem[]
  /** The day that is closed. */
  date: IsoDate
  choice: Choice | null
  /** Why no open day could be chosen in this look, if it was tried. */
  tried: Problem[] | undefined
}

/**
 * What the operator's rule says about a day in a closed period; null when something else is in the way.
 * By default the invoice waits until the period is opened: no day of the books is moved by itself.
 */
export function closedPeriodStep(
  { closedPeriodPolicy }: Pick<Settings, 'closedPeriodPolicy'>,
  { problems, date, choice, tried }: Closed,
): Step | null {
  if (!problems.some(({ code }) => code === 'period_closed')) return null
  const wanted = choice === 'dateOnOpenDay' || closedPeriodPolicy === 'dateOnOpenDay'
  if (wanted && tried === undefined) {
    const who = choice === 'dateOnOpenDay' ? 'a person asks for it' : 'the settings say so'
    return { do: 'openDay', date, why: `the books are closed for ${date}, and ${who}` }
  }
  const held = distinctProblems([...problems, ...(tried ?? [])])
  if (closedPeriodPolicy !== 'ask') {
    return { do: 'hold', step: 'createInvoice', problems: held, causes: [] }
  }
  return askPerson(held)
}

type NotTaken = {
  /** Why Rillet, or the look into its books, did not take it. */
  problems: Problem[]
  /** The day of the document; `own` is Sequence's. */
  date: IsoDate
  own: IsoDate
  asked: Pick<Asked, 'wanted' | 'choice'>
  tried: Pick<Tried, 'openDay' | 'sentBefore'>
}

/**
 * Left out by the account's rule, as the update of that name would; null when it is not. Only what is certainly not
 * in Rillet, for no other reason than its day, and never what a person asked for: that waits.
 */
export function leftOut(
  settings: Pick<Settings, 'closedPeriodPolicy'>,
  { problems, date, own, asked, tried }: NotTaken,
): RestStep | null {
  const rule = leavingOut(settings)
  const isAsked = asked.wanted || asked.choice === 'dateOnOpenDay' || tried.openDay !== undefined
  if (rule === null || isAsked || date !== own || tried.sentBefore === true) return null
  if (!isOnlyClosed(problems)) return null
  return { do: 'close', state: 'excluded', problems: [], note: leftOutWords(rule, date), rule }
}

/** The rule that leaves documents of closed periods out, if the account has one. */
export const leavingOut = ({
  closedPeriodPolicy: rule,
}: Pick<Settings, 'closedPeriodPolicy'>): LeavingOut | null =>
  rule === 'markAsSynced' || rule === 'exclude' ? rule : null

/** Nothing but its day is in the way. */
export const isOnlyClosed = (problems: Problem[]): boolean =>
  problems.length > 0 && problems.every(({ code }) => code === 'period_closed')

/** Why it is not in Rillet, beside the document. */
export function leftOutWords(rule: LeavingOut, date: IsoDate): string {
  const why = `its day, ${date}, is in a period that is closed in Rillet`
  return rule === 'exclude'
    ? `Left out by the account’s rule for closed periods: ${why}. It is not booked there.`
    : `Marked as synced by the account’s rule for closed periods: ${why}. It counts as booked elsewhere, and is not booked there.`
}

/**
 * What a person is asked and has not answered: books that are open again decide nothing by themselves, while
 * the rule and the day stay. Null when nothing is asked.
 */
export function unanswered(
  { closedPeriodPolicy }: Pick<Settings, 'closedPeriodPolicy'>,
  { dates, askedDay, asked }: Question,
): Problem | null {
  if (closedPeriodPolicy !== 'ask' || askedDay === null || !dates.includes(askedDay)) return null
  const isAnswered = asked.retry || asked.choice === 'dateOnOpenDay'
  return isAnswered ? null : asksAbout(askedDay)
}

type Question = {
  /** The days that the books would have to be open for. */
  dates: IsoDate[]
  asked: Pick<Asked, 'retry' | 'choice'>
} & Pick<Recorded, 'askedDay'>

/** The question about this closed day; nothing but a person clears it. */
export const asksAbout = (date: IsoDate): Problem => ofPerson(periodClosed(date))

/** The same problems; by the rule `ask` a closed day among them is a person's to decide. */
export const byRule = (
  { closedPeriodPolicy }: Pick<Settings, 'closedPeriodPolicy'>,
  problems: Problem[],
): Problem[] => (closedPeriodPolicy === 'ask' ? problems.map(ofPerson) : problems)

const ofPerson = (problem: Problem): Problem =>
  problem.code === 'period_closed' ? { ...problem, blockedOn: causes.person } : problem

/** Only a person's answer helps, or another rule. */
export const askPerson = (problems: Problem[]): Step => ({
  do: 'hold',
  step: 'createInvoice',
  problems: problems.map(ofPerson),
  causes: [causes.settings],
})

/** The closed day that these problems ask a person about. */
export const askedDay = (problems: Problem[]): IsoDate | null =>
  problems.find(({ code, blockedOn }) => code === 'period_closed' && blockedOn === causes.person)
    ?.params['date'] ?? null
