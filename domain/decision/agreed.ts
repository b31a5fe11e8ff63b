import type { InvoiceFacts, Problem } from '../model.ts'
import { sourceVoidedAfterSync } from '../problems.ts'
import type { Choice } from '../states.ts'
import { differences } from './differences.ts'
import { statusDrift } from './in-rillet.ts'
import type { Situation, Source } from './situation.ts'

/**
 * What a choice is about, point by point, as a person was shown it: the differences between the two systems, and
 * the dates that Sequence gives, where they are at hand.
 */
export const pointsShown = (problems: readonly Problem[], facts: InvoiceFacts | null): string[] => [
  ...problems.flatMap(pointOf),
  ...(facts === null ? [] : datesOf(facts)),
]

/** True when the choice would be done over something that was not shown when it was made. */
export function isOvertaken(choice: Choice, agreed: readonly string[], now: Now): boolean {
  const knowsDates = agreed.some(isDate)
  return pointsNow(choice, now).some(
    (point) => !agreed.includes(point) && (knowsDates || !isDate(point)),
  )
}

const isDate = (point: string): boolean => /^(day|due|number): /.test(point)

type Now = { situation: Situation; source: Source }

/** What the choice would be done over now. */
export function pointsNow(choice: Choice, { situation, source }: Now): string[] {
  const { facts } = source
  const { rilletId, changes } = situation.recorded
  if (rilletId !== null && facts.status === 'VOIDED') return pointOf(sourceVoidedAfterSync())
  switch (choice) {
    case 'acceptTheirs':
    case 'leave': {
      const differing = [...differences(situation, source), ...statusDrift(situation, source)]
      return [...differing.flatMap(pointOf), ...datesOf(facts)]
    }
    case 'pushOurs':
    case 'recreate':
      return differences(situation, source).flatMap(pointOf)
    case 'creditDifference':
      return changes.flatMap(pointOf)
    case 'dateOnOpenDay':
      return [dayOf(facts)]
    case 'deleteInRillet':
      return []
  }
}

/** A payment status that Rillet does not say was among what was shown. */
export const isAboutStatus = (agreed: readonly string[]): boolean =>
  agreed.some((point) => point.startsWith(`${aboutStatus}:`))

const aboutStatus = 'payment_status_differs' satisfies Problem['code']

function pointOf({ code, params }: Problem): string[] {
  const { field = '', ours = '', theirs = '' } = params
  switch (code) {
    case 'source_voided_after_sync':
    case 'void_refused':
      return ['voided']
    case 'source_changed_after_sync':
    case 'rillet_edited':
    case 'payment_status_differs':
      return [`${code}: ${field}: ${ours}: ${theirs}`]
    default:
      return []
  }
}

const datesOf = (facts: InvoiceFacts): string[] => [
  dayOf(facts),
  `due: ${facts.dueDate}`,
  `number: ${facts.invoiceNumber}`,
]

const dayOf = ({ accountingDate }: InvoiceFacts): string => `day: ${accountingDate}`
