import type { Mutation } from './mutation.ts'

const line = 'test/integration/budget-line.test.ts'
const fair = 'nobody waits behind the backlog of another account'

export const ofTurns: readonly Mutation[] = [
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
    invariant: 'waiting for a call is not a failure',
    broken: 'a try that waited for its turn lengthens the pause after the next failure',
    file: 'activities/next-try.ts',
    find: 'return data?.failures ?? 0',
    replace: 'return data === undefined ? 0 : info.attempt - 1',
    caughtBy: ['test/unit/activities/next-try.test.ts'],
  },
  {
    invariant: 'at most the cap of calls in any rolling window',
    broken: 'what a connection is tried with is not counted',
    file: 'api/connect-probes.ts',
    find: '    if (id !== countedFor) await vendors.countRillet(id, probeCalls)\n',
    replace: '',
    caughtBy: ['test/integration/connect-budget.test.ts'],
  },
]
