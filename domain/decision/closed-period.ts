import { distinctProblems } from '../distinct.ts'
import { causes } from '../ids.ts'
import type { IsoDate, Problem, Settings } from '../model.ts'
import { periodClosed } from '../problems.ts'
import type { Choice } from '../states.ts'
import type { Asked, Recorded, Step } from './situation.ts'

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

/**
 * Where a person decides, books that are open again decide nothing: the invoice waits for the answer, while
 * the rule and its day stay. Null when nothing was asked, or when there is an answer.
 */
export function unanswered(
  { closedPeriodPolicy }: Pick<Settings, 'closedPeriodPolicy'>,
  { date, askedDay, asked }: Unanswered,
): Step | null {
  if (closedPeriodPolicy !== 'ask' || askedDay !== date) return null
  const isAnswered = asked.retry || asked.choice === 'dateOnOpenDay'
  return isAnswered ? null : askPerson([periodClosed(date)])
}

type Unanswered = { date: IsoDate; asked: Pick<Asked, 'retry' | 'choice'> } & Pick<
  Recorded,
  'askedDay'
>

/** Only a person's answer helps, or another rule. */
const askPerson = (problems: Problem[]): Step => ({
  do: 'hold',
  step: 'createInvoice',
  problems: problems.map((problem) =>
    problem.code === 'period_closed' ? { ...problem, blockedOn: causes.person } : problem,
  ),
  causes: [causes.settings],
})

/** The closed day that these problems ask a person about. */
export const askedDay = (problems: Problem[]): IsoDate | null =>
  problems.find(({ code, blockedOn }) => code === 'period_closed' && blockedOn === causes.person)
    ?.params['date'] ?? null
