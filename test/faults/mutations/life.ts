import type { Mutation } from './mutation.ts'

const creditNotes = 'test/integration/credit-notes.test.ts'

export const ofTheLife: readonly Mutation[] = [
  {
    invariant: 'only a person answers what a person is asked',
    broken: 'whatever else holds the invoice answers the question about a closed day',
    file: 'domain/decision/before-rillet.ts',
    find: 'if (question === null) return hold(step, problems, waitsFor)',
    replace: 'if (question !== undefined) return hold(step, problems, waitsFor)',
    caughtBy: ['test/integration/documents.test.ts'],
  },
  {
    invariant: 'what is mended in Rillet lets all that waited for it go on',
    broken: 'a credit note that is let try does not try',
    file: 'activities/credit-note.ts',
    find: "(probe && code === 'missing_setup')",
    replace: "(probe && code === 'disconnected')",
    caughtBy: [creditNotes],
  },
  {
    invariant: 'an invoice stands where the last writing says',
    broken: 'a write that comes late counts',
    file: 'store/invoice.ts',
    find: '\n        .where(isNoOlder)',
    replace: '',
    caughtBy: ['test/integration/record.test.ts'],
  },
  {
    invariant: 'a credit note stands where the last try left it',
    broken: 'a write of a credit note that comes late counts',
    file: 'store/credit-note.ts',
    find: '\n    .where(sql<boolean>`coalesce(stood_at <= ${scheduledAt}::timestamptz, true)`)',
    replace: '',
    caughtBy: ['test/integration/record.test.ts'],
  },
  {
    invariant: 'the ledger keeps what was read last',
    broken: 'payments that were read late count',
    file: 'store/invoice.ts',
    find: '\n    .where(sql<boolean>`coalesce(ledger_as_of <= ${scheduledAt}::timestamptz, true)`)',
    replace: '',
    caughtBy: ['test/integration/record.test.ts'],
  },
  {
    invariant: 'the ledger keeps what was read last',
    broken: 'a deletion does not count as a reading',
    file: 'activities/gone.ts',
    find: 'if (await beginReading(trx, ref, scheduledAt())) await dropLedger(trx, ref)',
    replace: 'if (beginReading !== undefined && scheduledAt) await dropLedger(trx, ref)',
    caughtBy: ['test/integration/record.test.ts'],
  },
  {
    invariant: 'a deleted or taken-back payment is told',
    broken: 'the status that is sent takes the place of the one that Sequence took',
    file: 'store/invoice.ts',
    find: '.set({ intended_payment_status: status })',
    replace: '.set({ written_payment_status: status })',
    caughtBy: ['test/integration/sync-misfortunes.test.ts'],
  },
  {
    invariant: 'what no webhook told of is found',
    broken: 'a lost credit note counts by its accounting date alone',
    file: 'activities/sweep-credit-notes.ts',
    find: '[accountingDate ?? connected, issueDate ?? connected].some(',
    replace: '[accountingDate ?? connected].some(',
    caughtBy: [creditNotes],
  },
  {
    invariant: 'a month ties out by what is claimed',
    broken: 'a void counts as left out',
    file: 'domain/tie-out.ts',
    find: "    case 'voided':\n      return null",
    replace: "    case 'voided':\n      return 'excluded'",
    caughtBy: ['test/unit/domain/tie-out.test.ts'],
  },
]
