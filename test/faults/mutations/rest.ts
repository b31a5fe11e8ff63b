import type { Mutation } from './mutation.ts'

const proofs = 'test/integration/sync-proofs.test.ts'
const slice = 'test/faults/slice.test.ts'

export const ofTheRest: readonly Mutation[] = [
  {
    invariant: 'no lost wake-up',
    broken: 'causes are not read again after they were written down',
    file: 'workflows/rests.ts',
    find: 'return stillHeld(run, problems, context)',
    replace: 'return stillHeld(run, problems, context) || true',
    caughtBy: [proofs],
  },
  {
    invariant: 'no lost wake-up',
    broken: 'a hint that comes during a pass is forgotten',
    file: 'workflows/invoice.ts',
    find: '    rest = await pass(run, takeWakes(run))\n',
    replace: '    rest = await pass(run, takeWakes(run))\n    takeWakes(run)\n',
    caughtBy: [slice],
  },
  {
    invariant: 'an acknowledged delivery is committed',
    broken: 'it is acknowledged before it is stored',
    file: 'api/gateway/gateway.ts',
    find: 'const isNew = await store({ ...delivery, accountId, source, body })',
    replace:
      'const isNew = true\n      setTimeout(() => void store({ ...delivery, accountId, source, body }).catch(() => {}), 1_000)',
    caughtBy: [slice],
  },
  {
    invariant: 'an acknowledged delivery is handled',
    broken: 'a wake-up is settled before it is sent',
    file: 'api/dispatcher/send.ts',
    find: 'export async function send({ db, temporal, pace }: Sender, row: OutboxRow): Promise<boolean> {\n',
    replace:
      'export async function send({ db, temporal, pace }: Sender, row: OutboxRow): Promise<boolean> {\n  await settleSent(db, row)\n',
    caughtBy: ['test/integration/dispatcher.test.ts', slice],
  },
  {
    invariant: 'an acknowledged delivery is handled',
    broken: 'whatever fails five times is put aside',
    file: 'api/dispatcher/poison.ts',
    find: 'error instanceof SyntaxError ||',
    replace: 'error instanceof Error ||',
    caughtBy: ['test/integration/dispatcher.test.ts'],
  },
  {
    invariant: 'an invoice that a webhook told of is booked, and nobody is asked',
    broken: 'a sweep asks about what a webhook told of',
    file: 'activities/sweep-sequence.ts',
    find: "if (isTold === 'told' || settings.unknownInvoices === 'sync')",
    replace: "if (settings.unknownInvoices === 'sync')",
    caughtBy: ['test/integration/sweeps.test.ts'],
  },
  {
    invariant: 'an invoice that a webhook told of is booked, and nobody is asked',
    broken: 'what was read of an invoice that was left out counts as known',
    file: 'store/found.ts',
    find: 'error_code: null, source_version: null })',
    replace: 'error_code: null })',
    caughtBy: ['test/integration/sweeps.test.ts'],
  },
  {
    invariant: 'no cent moves, no line is lost',
    broken: 'the last line is left out',
    file: 'domain/invoice-draft.ts',
    find: 'lines.flatMap(({ item }) => (item === null ? [] : [item]))',
    replace:
      'lines.flatMap(({ item }, index) => (item === null || (index > 0 && index === lines.length - 1) ? [] : [item]))',
    caughtBy: [slice],
  },
  {
    invariant: 'a deleted or taken-back payment is told',
    broken: 'failed payments count as money',
    file: 'domain/settlement.ts',
    find: "payments.filter(({ status }) => status !== 'FAILED')",
    replace: 'payments.filter(({ status }) => status.length > 0)',
    caughtBy: [slice],
  },
  {
    invariant: 'a deleted or taken-back payment is told',
    broken: 'what is about to be written to Sequence is not noted first',
    file: 'activities/payment-status.ts',
    find: '  await intendPaymentStatus(db, { accountId, invoiceId }, status)\n',
    replace: '',
    caughtBy: ['test/integration/sync-misfortunes.test.ts'],
  },
  {
    invariant: 'no names in Temporal, no secrets in logs',
    broken: "the customer's name goes into the facts of a run",
    file: 'domain/facts.ts',
    find: '  customerId: invoice.customerId,\n',
    replace: '  customerId: invoice.customerId,\n  ...{ name: invoice.customerName },\n',
    caughtBy: [slice],
  },
  {
    invariant: 'one alert for a refused key',
    broken: 'every invoice that meets it tells of it',
    file: 'store/breaker.ts',
    find: '    if (numUpdatedRows > 0n) {\n',
    replace: '    if (numUpdatedRows >= 0n) {\n',
    caughtBy: ['test/integration/sync-once.test.ts'],
  },
  {
    invariant: 'an acknowledged delivery is committed',
    broken: 'a connection with a query that nobody answered is used again',
    file: 'store/answered-client.ts',
    find: '          breakOff(this)\n',
    replace: '          lost = null\n',
    caughtBy: ['test/integration/store-connect.test.ts'],
  },
  {
    invariant: 'no process ends because Postgres breaks off',
    broken: 'a connection in use has nobody to hear of its end',
    file: 'store/connect.ts',
    find: "  pool.on('connect', (client) => client.on('error', () => undefined))\n",
    replace: '',
    caughtBy: ['test/integration/store-connect.test.ts'],
  },
]
