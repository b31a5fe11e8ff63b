import type { Mutation } from './mutation.ts'

const asIs = 'what a person left is credited as Rillet has it'
const left = 'test/integration/left-as-is.test.ts'

export const ofDifferences: readonly Mutation[] = [
  {
    invariant: asIs,
    broken: 'what was accepted takes the place of what is booked',
    file: 'activities/accept.ts',
    find: 'return { booked: isInLine ? snapshotHash : booked, isInLine }',
    replace: 'return { booked: snapshotHash, isInLine }',
    caughtBy: [left],
  },
  {
    invariant: asIs,
    broken: 'an update puts amounts back that a person accepted',
    file: 'domain/full-update.ts',
    find: '  if (edits.length > 0) return { edits }\n',
    replace: '',
    caughtBy: ['test/integration/full-scope.test.ts'],
  },
  {
    invariant: asIs,
    broken: 'what was sent is credited whatever Rillet has by now',
    file: 'activities/credit-invoice.ts',
    find: "    if (edits.length > 0) return { kind: 'blocked', problems: edits }\n",
    replace: '',
    caughtBy: ['test/integration/full-scope.test.ts'],
  },
  {
    invariant: asIs,
    broken: 'what was paid of another total settles the one that is accepted',
    file: 'workflows/steps/accept.ts',
    find: 'isAnotherTotal(there, recorded.remote) &&',
    replace: 'isAnotherTotal(there, there) &&',
    caughtBy: ['test/integration/shown-differences.test.ts'],
  },
  {
    invariant: 'every difference is seen',
    broken: 'a date that is held back by an edit in Rillet is not shown',
    file: 'domain/decision/differences.ts',
    find: 'rillet.edits.length > 0 && asked.showsWithheld',
    replace: 'rillet.edits.length < 0 && asked.showsWithheld',
    caughtBy: ['test/integration/shown-differences.test.ts'],
  },
  {
    invariant: asIs,
    broken: 'what was accepted counts after the books have moved',
    file: 'domain/booked.ts',
    find: 'source.booked === bookedHash ?',
    replace: 'source.booked !== null ?',
    caughtBy: ['test/unit/domain/booked.test.ts'],
  },
  {
    invariant: asIs,
    broken: 'a void is closed over what stays open in Rillet',
    file: 'activities/credit-invoice.ts',
    find: "return compare(amount, '0') > 0 ?",
    replace: "return compare(amount, '0') < 0 ?",
    caughtBy: ['test/integration/credit-invoice.test.ts'],
  },
  {
    invariant: 'a choice is done only over what was shown',
    broken: 'a payment status that was not shown is left too',
    file: 'workflows/steps/accept.ts',
    find: "(isAboutStatus(agreed ?? []) || !patched('status-left-if-shown'))",
    replace: "(isAboutStatus(agreed ?? []) || patched('status-left-if-shown'))",
    caughtBy: ['test/integration/agreed.test.ts'],
  },
  {
    invariant: 'what we wrote ourselves is nobody’s edit',
    broken: 'a date update whose answer was lost counts as an edit in Rillet',
    file: 'activities/dates.ts',
    find: '.filter((edit) => !isAsWanted(edit, input.dates))',
    replace: '.filter((edit) => !isAsWanted(edit, input.dates) || !input.force)',
    caughtBy: ['test/integration/documents.test.ts'],
  },
  {
    invariant: 'every difference is seen',
    broken: 'an invoice that an earlier attempt made counts as made from what Sequence says now',
    file: 'activities/read-existing.ts',
    find: 'prepareInvoice(deps, input, { asSent: true })',
    replace: 'prepareInvoice(deps, input, { asSent: false })',
    caughtBy: ['test/integration/read-existing.test.ts'],
  },
]
