import { distinctProblems } from '../distinct.ts'
import { causes } from '../ids.ts'
import type { IsoDate, Problem, Settings } from '../model.ts'
import type { Choice } from '../states.ts'
import type { Step } from './situation.ts'

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
  const held = distinctProblems([...problems, ...(tried ?? [])]).map((problem) =>
    closedPeriodPolicy === 'ask' && problem.code === 'period_closed'
      ? { ...problem, blockedOn: causes.person }
      : problem,
  )
  return { do: 'hold', step: 'createInvoice', problems: held, causes: [] }
}
