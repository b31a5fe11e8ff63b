import {
  connectionProblems,
  customerProblems,
  documentProblems,
  oldScopeProblems,
  settingsProblems,
  startDateProblem,
} from '../checks.ts'
import { causes } from '../ids.ts'
import type { Problem, SyncContext } from '../model.ts'
import { invoiceNotFinal } from '../problems.ts'
import { missingProducts } from '../products.ts'
import { taxProblems } from '../tax.ts'
import { bookedDate } from './booked-date.ts'
import { askPerson, closedPeriodStep, leftOut, unanswered } from './closed-period.ts'
import type { Asked, Situation, Source, Step } from './situation.ts'

/** The steps that take a finalized invoice to Rillet; each may hold it, and all that hold it are said at once. */
export function beforeRillet(situation: Situation, source: Source): Step {
  const { recorded, asked } = situation
  if (recorded.inDoubt) return { do: 'resolveDoubt' }
  const early = restAtSource(situation, source)
  if (early !== null) return early
  if (asked.adopt !== null) return { do: 'adopt', rilletId: asked.adopt, byPerson: true }

  const holds = [
    { step: 'readSource', problems: prerequisites(source, asked) },
    { step: 'ensureCustomerLinked', problems: ensureCustomerLinked(source) },
    { step: 'applyTax', problems: taxProblems(source.facts, source.context.settings) },
  ]
  return ensureProductsExist(situation, source, holds) ?? createInvoice(situation, source)
}

/** All that is known to keep this source from being booked; products that can be created do not. */
export const unbookable = (source: Source, asked: Asked): Problem[] => [
  ...prerequisites(source, asked),
  ...ensureCustomerLinked(source),
  ...taxProblems(source.facts, source.context.settings),
  ...missingProducts(source.facts, source.context).problems,
]

/** What keeps an invoice from being sent at all, by what Sequence says of it; null when nothing does. */
function restAtSource({ asked }: Situation, { facts, context }: Source): Step | null {
  if (facts.status === 'VOIDED') return { do: 'close', state: 'voided', problems: [] }
  if (facts.status !== 'FINAL' && facts.status !== 'SENT') {
    return hold('readSource', [invoiceNotFinal(facts.status)])
  }
  const early = asked.wanted ? null : startDateProblem(facts, context.settings)
  return early === null ? null : { do: 'close', state: 'excluded', problems: [early] }
}

/** What must hold before any step: a connection, its settings, a sound document. */
function prerequisites({ facts, context }: Source, asked: Asked): Problem[] {
  return [
    ...connectionProblems(context).filter((problem) => !mayTry(problem, asked)),
    ...(asked.everyScope ? [] : oldScopeProblems(context.settings)),
    ...settingsProblems(facts, context.settings),
    ...documentProblems(facts),
  ]
}

/** What only a try can show to be mended is tried by one: the probe, or whom a person asks for. */
const mayTry = ({ code }: Problem, { retry, probe }: Asked): boolean =>
  (retry || probe) &&
  (code === 'missing_setup' || code === 'api_key_refused' || code === 'sequence_key_refused')

/** A sync never creates a customer: a person links it, and its currency must be the invoice's. */
const ensureCustomerLinked = ({ facts, context }: Source): Problem[] =>
  customerProblems(facts, context)

type Hold = { step: string; problems: Problem[] }

/** Every line has a product in Rillet, or the invoice waits: unmapped ones are created when nothing else holds it. */
function ensureProductsExist(situation: Situation, source: Source, holds: Hold[]): Step | null {
  const { facts, context } = source
  const { asked } = situation
  const missing = missingProducts(facts, context)
  const again = missing.refused.filter((id) => mayTryAgain(asked, context.products[id]?.problem))
  const tried = again.map((id) => JSON.stringify(context.products[id]?.problem))
  const products = missing.problems.filter((one) => !tried.includes(JSON.stringify(one)))
  const all = [...holds, { step: 'ensureProductsExist', problems: products }]
  const waitsFor = unlinked(facts, context)
  const problems = all.flatMap((one) => one.problems)
  if (problems.length > 0) {
    const step = all.find((one) => one.problems.length > 0)?.step ?? 'readSource'
    const question = questionOf(situation, source)
    if (question === null) return hold(step, problems, waitsFor)
    return hold(step, [...problems, question], [...waitsFor, causes.settings])
  }
  const productIds = [...missing.create, ...again]
  return productIds.length === 0 ? null : { do: 'createProducts', productIds, causes: waitsFor }
}

/** A refused creation is tried again when a person or the clock asks, or when what refused it is gone. */
const mayTryAgain = (
  { retry, due, cleared }: Asked,
  problem: Problem | null | undefined,
): boolean =>
  retry ||
  due ||
  (problem !== null &&
    problem !== undefined &&
    !problem.blockedOn.startsWith('product:') &&
    cleared.includes(problem.blockedOn))

/** Linking a product by hand helps too, and so does another rule for unmapped ones. */
function unlinked(facts: Source['facts'], { products }: SyncContext): string[] {
  const productIds = facts.lines.flatMap(({ productId, rilletProductId }) =>
    productId === null || rilletProductId || products[productId]?.rilletId
      ? []
      : [causes.product(productId)],
  )
  return productIds.length === 0 ? [] : [...productIds, causes.settings]
}

function createInvoice(situation: Situation, source: Source): Step {
  const { facts, context } = source
  const { recorded, tried, asked } = situation
  if (tried.create === undefined) {
    const question = questionOf(situation, source)
    return question === null ? create : askPerson([question])
  }
  const date = bookedDate(facts, recorded)
  const problems = tried.create
  const closed = { problems, date, choice: asked.choice, tried: tried.openDay }
  return (
    leftOut(context.settings, { problems, date, own: facts.accountingDate, asked, tried }) ??
    closedPeriodStep(context.settings, closed) ??
    hold('createInvoice', problems)
  )
}

/** What a person has not said yet about the day of the invoice; other problems beside it do not answer it. */
const questionOf = ({ recorded, asked }: Situation, { facts, context }: Source): Problem | null =>
  unanswered(context.settings, {
    dates: [bookedDate(facts, recorded)],
    askedDay: recorded.askedDay,
    asked,
  })

const create: Step = { do: 'create', why: 'it is not in Rillet yet' }

const hold = (step: string, problems: Problem[], waitsFor: string[] = []): Step => ({
  do: 'hold',
  step,
  problems,
  causes: waitsFor,
})
