import type { Problem } from './model.ts'

/** Which system moved away from what both agreed on. */
export type Side = 'sequence' | 'rillet'

/** One field in which the two systems differ, in words and figures; `ours` is Sequence's. */
export type Difference = { field: string; ours: string; theirs: string; side: Side }

/** The differences among an invoice's problems, each field once. */
export function differencesOf(problems: readonly Problem[]): Difference[] {
  const found = problems.flatMap(({ code, params }): Difference[] => {
    const { field, ours = '', theirs = '' } = params
    if (code === 'source_voided_after_sync' || code === 'void_refused') return [voided]
    if (code === 'payment_status_differs') {
      return [{ field: 'payment status', ours, theirs, side: 'sequence' }]
    }
    if (field === undefined) return []
    if (code === 'rillet_edited') return [{ field, ours, theirs, side: 'rillet' }]
    return code === 'source_changed_after_sync' ? [{ field, ours, theirs, side: 'sequence' }] : []
  })
  return [...new Map(found.map((one) => [one.field, one])).values()]
}

const voided: Difference = { field: 'status', ours: 'voided', theirs: 'booked', side: 'sequence' }
