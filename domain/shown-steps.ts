import type { InvoiceState, Problem } from './model.ts'

/** The five steps of an invoice, as its run names them. */
export const steps = [
  'ensureCustomerLinked',
  'ensureProductsExist',
  'applyTax',
  'createInvoice',
  'awaitPayment',
] as const
export type Step = (typeof steps)[number]

export const stepStates = [
  'done',
  'working',
  'blocked',
  'in_doubt',
  'ahead',
  'left_out',
  'undone',
] as const
/**
 * `ahead`: not reached yet; `left_out`: not taken, because the invoice is not synced; `undone`: the invoice was in
 * Rillet and is not there any more.
 */
export type StepState = (typeof stepStates)[number]

type Standing = {
  state: InvoiceState
  /** The step that its run last took; null or another word before the first. */
  step: string | null
  problems: readonly Problem[]
  /** Whether it was booked in Rillet, and still is; null when it never was. */
  booked: 'there' | 'gone' | null
  /** Sequence calls it paid. */
  isPaid: boolean
}

/** Where each of the five steps stands, for people. */
export function shownSteps(standing: Standing): { step: Step; state: StepState }[] {
  return steps.map((step) => ({ step, state: stateOf(step, standing) }))
}

function stateOf(step: Step, standing: Standing): StepState {
  const { state, step: reached, problems, booked } = standing
  switch (state) {
    case 'removed':
    case 'voided':
    case 'excluded':
      return putAwayState(step, booked)
    case 'paid':
      return 'done'
    case 'synced':
    case 'partially_paid':
      return step === 'awaitPayment' ? 'working' : 'done'
    case 'drift':
      return heldInRillet(step, standing)
    case 'in_doubt':
      // Of what is in Rillet, it is its credit memo.
      return compared(step, booked === 'there' ? 'awaitPayment' : 'createInvoice', 'in_doubt')
    case 'waiting':
      return compared(step, steps.find((known) => known === reached) ?? steps[0], 'working')
    case 'blocked':
      return reached === 'awaitPayment' || booked === 'there'
        ? heldInRillet(step, standing)
        : blockedState(step, problems)
  }
}

/** What was done before the invoice was put away stays done. */
function putAwayState(step: Step, booked: Standing['booked']): StepState {
  if (booked === null || step === 'awaitPayment') return 'left_out'
  return step === 'createInvoice' && booked === 'gone' ? 'undone' : 'done'
}

const compared = (step: Step, current: Step, word: StepState): StepState => {
  const distance = steps.indexOf(step) - steps.indexOf(current)
  if (distance === 0) return word
  return distance < 0 ? 'done' : 'ahead'
}

/** What is in Rillet is past the first three: held is what is booked there, its payment, or both. */
function heldInRillet(step: Step, { problems, isPaid }: Standing): StepState {
  const codes = problems.map(({ code }) => code)
  const isBookedHeld = codes.some((code) => ofBooked.has(code))
  const isPaymentHeld = !isBookedHeld || codes.some((code) => ofPayment.has(code))
  if (step === 'createInvoice') return isBookedHeld ? 'blocked' : 'done'
  if (step !== 'awaitPayment') return 'done'
  if (isPaymentHeld) return 'blocked'
  return isPaid ? 'done' : 'working'
}

const ofBooked: ReadonlySet<Problem['code']> = new Set([
  'rillet_edited',
  'rillet_answer_differs',
  'source_changed_after_sync',
  'source_voided_after_sync',
  'date_change_refused',
  'period_closed',
  'bank_account_missing',
  'not_updatable',
  'void_refused',
  'recreate_refused',
  'delete_held',
  'credit_not_positive',
  'credit_leaves_open',
])
const ofPayment: ReadonlySet<Problem['code']> = new Set([
  'payment_status_differs',
  'sequence_refused',
])

/** Before it is in Rillet, a step is held by the problems that are its own. */
const blockedState = (step: Step, problems: readonly Problem[]): StepState =>
  problems.some((problem) => stepOf(problem) === step) ? 'blocked' : 'ahead'

const ofProducts: readonly string[] = ['default_product_missing', 'default_account_missing']
const ofTax: readonly string[] = [
  'tax_code_missing',
  'tax_on_untaxed_customer',
  'unknown_tax_status',
]

/** The step that a problem holds back while the invoice is not in Rillet. */
export function stepOf({ code, blockedOn }: Problem): Step {
  if (blockedOn.startsWith('customer:')) return 'ensureCustomerLinked'
  if (blockedOn.startsWith('product:') || ofProducts.includes(code)) return 'ensureProductsExist'
  return ofTax.includes(code) ? 'applyTax' : 'createInvoice'
}
