/**
 * Named places in our own code where a process can be made to end. Each is an exported function and the
 * side of it: `before` it is called, or `after` it has done its work. `hook.ts` puts them in while
 * the process loads, so that the product's sources know nothing of them.
 */
export const failPoints = {
  'slot granted, fence not raised': { at: 'after', of: 'store/budget-slots.ts#takeTurns' },
  'intent stored': { at: 'after', of: 'store/intent.ts#openIntent' },
  'fence raised, nothing sent': { at: 'after', of: 'store/intent.ts#raiseFence' },
  'answered, not recorded': {
    at: 'before',
    of: 'activities/record-in-rillet.ts#recordInRillet',
  },
  'recorded, not reported': { at: 'after', of: 'activities/record-in-rillet.ts#recordInRillet' },
  'thing answered, not linked': { at: 'before', of: 'store/link.ts#completeLink' },
  'refused, next generation not stored': { at: 'before', of: 'store/intent.ts#nextGeneration' },
  'absent, not recorded': { at: 'before', of: 'store/intent.ts#recordAbsence' },
  'status written, not recorded': {
    at: 'before',
    of: 'store/invoice.ts#saveWrittenPaymentStatus',
  },
  'payments read, not recorded': { at: 'before', of: 'store/ledger.ts#saveLedger' },
  'delivery committed, not answered': { at: 'after', of: 'store/inbox-storing.ts#storeDeliveries' },
  'delivery taken, not decided': { at: 'after', of: 'store/inbox.ts#takeInbox' },
  'delivery decided, not committed': { at: 'after', of: 'store/hint-window.ts#handOver' },
  'wake-up taken, not sent': { at: 'after', of: 'store/outbox-taking.ts#takeOutbox' },
  'wake-up sent, not settled': { at: 'before', of: 'store/outbox-taking.ts#settleSent' },
} as const

export type FailPoint = keyof typeof failPoints

export const failPointNames = Object.keys(failPoints) as FailPoint[]

/** Which of our processes passes it. */
export const processOf = (point: FailPoint): 'worker' | 'api' =>
  /^store\/(inbox|hint|outbox)/.test(failPoints[point].of) ? 'api' : 'worker'

/** `kill`: the process is gone at once. `freeze`: it stands still until somebody lets it go on. */
export type FailAction = 'kill' | 'freeze'
/** To be acted on once, at the nth passing from now on. */
export type Armed = { point: FailPoint; hit: number; action: FailAction }
