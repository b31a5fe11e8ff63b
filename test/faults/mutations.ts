/** One line of the product, broken on purpose, and the test that has to notice. */
export type Mutation = {
  invariant: string
  /** What is done to it, in words. */
  broken: string
  file: string
  /** Must be found exactly once. */
  find: string
  replace: string
  /** Test files; `slice` is the seeded slice of this suite. */
  caughtBy: readonly string[]
}

export const slice = 'test/faults/slice.test.ts'
const once = 'test/integration/create-once.test.ts'
const proofs = 'test/integration/sync-proofs.test.ts'

const line = 'test/integration/budget-line.test.ts'

const oneInvoice = 'at most one live invoice'
const fair = 'nobody waits behind the backlog of another account'

export const mutations: readonly Mutation[] = [
  {
    invariant: oneInvoice,
    broken: 'the look-up finds nothing',
    file: 'activities/create-once.ts',
    find: 'const value = await find(intent.first_sent_at ?? intent.sent_at, intent.sent_to)',
    replace: 'const value = await Promise.resolve<T | null>(null)',
    caughtBy: [slice],
  },
  {
    invariant: oneInvoice,
    broken: 'no look-up: a create in doubt is sent again at once',
    file: 'activities/create-once.ts',
    find: "    if (meaningOf(error) === 'in_doubt') return { kind: 'in_doubt' }\n",
    replace: '',
    caughtBy: [slice],
  },
  {
    invariant: oneInvoice,
    broken: 'the intent is not stored before it is sent',
    file: 'activities/create-once.ts',
    find: '      raised = await raiseFence(db, thing, generation, sent)\n',
    replace: '      raised = await Promise.resolve(new Date().toISOString())\n',
    caughtBy: [slice],
  },
  {
    invariant: oneInvoice,
    broken: 'a raised fence stops nobody',
    file: 'activities/create-once.ts',
    find: "  if (intent.sent_at !== null) return { kind: 'in_doubt' }\n\n",
    replace:
      '  if (intent.sent_at !== null) await lowerFence(db, thing, intent.generation, null)\n\n',
    caughtBy: [slice],
  },
  {
    invariant: oneInvoice,
    broken: 'an attempt that was held up at the fence sends all the same',
    file: 'activities/create-once.ts',
    find: "    if (!(await isStillRaised(db, thing, raised))) throw new FenceError('held up for too long')\n",
    replace: '    await isStillRaised(db, thing, raised)\n',
    caughtBy: [once],
  },
  {
    invariant: oneInvoice,
    broken: 'an attempt that made nothing lowers whatever fence is up',
    file: 'activities/create-once.ts',
    find: 'await lowerFence(db, thing, generation, raised)',
    replace: 'await lowerFence(db, thing, generation, null)',
    caughtBy: [once],
  },
  {
    invariant: oneInvoice,
    broken: 'it is looked up before the settling time is over',
    file: 'activities/create-once.ts',
    find: 'const afterMs = timing.settlingMs - (await ageMs(db, lastLook))',
    replace: 'const afterMs = 0 * (await ageMs(db, lastLook))',
    caughtBy: [slice],
  },
  {
    invariant: oneInvoice,
    broken: 'absent once counts',
    file: 'activities/create-once.ts',
    find: 'if (intent.last_absent_at === null) {',
    replace: 'if (intent.first_sent_at === null) {',
    caughtBy: [once],
  },
  {
    invariant: 'a refused create heals once its cause is mended',
    broken: 'the generation stays',
    file: 'store/intent.ts',
    find: 'generation: generation + 1,',
    replace: 'generation,',
    caughtBy: [slice],
  },
  {
    invariant: 'only what was verified counts as synced',
    broken: "Rillet's answer is not compared",
    file: 'activities/record-in-rillet.ts',
    find: "const problems = (origin === 'person' ? verifyAdopted : verifyInvoice)(draft, invoice)",
    replace:
      "const problems = origin === 'person' ? verifyAdopted(draft, invoice) : verifyInvoice(draft, invoice).slice(0, 0)",
    caughtBy: [proofs],
  },
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
    invariant: 'at most the cap of calls in any rolling window',
    broken: 'a slot is free half a window after the answer',
    file: 'store/budget-slots.ts',
    find: '${ms(windowMs)}, ${ms(longestCallMs)}',
    replace: '${ms(windowMs / 2)}, ${ms(longestCallMs)}',
    caughtBy: ['test/integration/budget.test.ts'],
  },
  {
    invariant: fair,
    broken: 'who is turned away keeps no place in the line for a call',
    file: 'store/budget-desk.ts',
    find: 'keeps: taker.name !== null,',
    replace: 'keeps: false,',
    caughtBy: [line],
  },
  {
    invariant: fair,
    broken: 'work that has begun goes last',
    file: 'store/takers.ts',
    find: 'hasBegun(taker, key) ? 0 : taker.priority',
    replace: 'hasBegun(taker, key) ? taker.priority + 9 : taker.priority',
    caughtBy: [line],
  },
  {
    invariant: fair,
    broken: 'deliveries are taken in the order in which they came, whosever they are',
    file: 'store/inbox.ts',
    find: 'order by line.turn, due_at, inbox.id limit',
    replace: 'order by due_at, inbox.id limit',
    caughtBy: ['test/integration/fair-taking.test.ts'],
  },
  {
    invariant: fair,
    broken: 'wake-ups are taken in the order in which they came, whosever they are',
    file: 'store/outbox-taking.ts',
    find: 'order by line.turn, due_at, outbox.id limit',
    replace: 'order by due_at, outbox.id limit',
    caughtBy: ['test/integration/fair-taking.test.ts'],
  },
  {
    invariant: fair,
    broken: 'Temporal is not told whose work it is',
    file: 'domain/priorities.ts',
    find: '  fairnessKey: accountId,\n',
    replace: "  fairnessKey: accountId.slice(0, 0) + 'all',\n",
    caughtBy: ['test/integration/fairness.test.ts'],
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
    invariant: 'waiting for a call is not a failure',
    broken: 'a try that waited for its turn lengthens the pause after the next failure',
    file: 'activities/next-try.ts',
    find: 'return data?.failures ?? 0',
    replace: 'return data === undefined ? 0 : info.attempt - 1',
    caughtBy: ['test/unit/activities/next-try.test.ts'],
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
    find: '    if (numUpdatedRows === 0n) return\n',
    replace: '',
    caughtBy: ['test/integration/sync-once.test.ts'],
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
