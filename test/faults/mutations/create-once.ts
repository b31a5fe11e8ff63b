import type { Mutation } from './mutation.ts'

const once = 'test/integration/create-once.test.ts'
const slice = 'test/faults/slice.test.ts'
const lostTries = 'test/integration/lost-tries.test.ts'
const oneInvoice = 'at most one live invoice'

export const ofCreating: readonly Mutation[] = [
  {
    invariant: oneInvoice,
    broken: 'the look-up finds nothing',
    file: 'activities/create-once.ts',
    find: 'const value = await find(intent.first_sent_at ?? sentAt, intent.sent_to)',
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
    find: '      raised = await raiseFence(db, { thing, generation, scheduledAt: scheduledAt ?? null }, sent)\n',
    replace: '      raised = await Promise.resolve(new Date().toISOString())\n',
    caughtBy: [slice],
  },
  {
    invariant: oneInvoice,
    broken: 'a raised fence stops nobody',
    file: 'activities/create-once.ts',
    find: "  if (intent.sent_at !== null) return { kind: 'in_doubt' }\n\n",
    replace:
      '  if (intent.raised !== null) await giveUp(db, thing, intent.generation, intent.raised)\n\n',
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
    file: 'store/intent.ts',
    find: "    .where('sent_at', '=', raisedAt(raised))\n    .execute()\n",
    replace: '    .execute()\n',
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
    find: 'if (absentAt === null && !isLast) {',
    replace: 'if (sentAt === null && !isLast) {',
    caughtBy: [once],
  },
  {
    invariant: oneInvoice,
    broken: 'a look-up, or a refusal, that was held up ends whatever attempt is on its way',
    file: 'store/intent.ts',
    find: 'raised === null ? sql<boolean>`sent_at is null` : sql<boolean>`sent_at = ${raisedAt(raised)}`',
    replace: 'raised === undefined ? sql<boolean>`false` : sql<boolean>`true`',
    caughtBy: [once],
  },
  {
    invariant: oneInvoice,
    broken: 'a key that Rillet may have forgotten is exchanged without a look',
    file: 'activities/create-once.ts',
    find: 'await doubtAgain(db, thing, intent.generation)',
    replace: 'await nextGeneration(db, thing, { generation: intent.generation, raised: null })',
    caughtBy: [once],
  },
  {
    invariant: oneInvoice,
    broken: 'a person is believed before the settling time is over',
    file: 'activities/create-once.ts',
    find: "if (afterMs > 0) return { kind: 'later', afterMs }",
    replace: "if (afterMs > 0 && !isLast) return { kind: 'later', afterMs }",
    caughtBy: [once],
  },
  {
    invariant: oneInvoice,
    broken: 'a try that begins after a later one does its work all the same',
    file: 'store/begun-try.ts',
    find: "        .where('begun_try.scheduled_at', '<=', scheduledAt),\n",
    replace: "        .where('begun_try.account_id', '=', accountId),\n",
    caughtBy: [lostTries],
  },
  {
    invariant: oneInvoice,
    broken: 'what was scheduled for an invoice that is left out may still begin',
    file: 'activities/record.ts',
    find: '    if (isPutAway(state)) await endTries(trx, { accountId, documentId: invoiceId })\n',
    replace: '    isPutAway(state) && endTries.name\n',
    caughtBy: [lostTries],
  },
  {
    invariant: 'an invoice that is in Rillet is followed',
    broken: 'a deletion that is recorded late unlinks the one that was made since',
    file: 'store/link.ts',
    find: "\n    .where('rillet_id', 'is not distinct from', rilletId)",
    replace: '',
    caughtBy: ['test/integration/record.test.ts'],
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
    caughtBy: [slice],
  },
]
