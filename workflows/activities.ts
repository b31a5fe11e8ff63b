import {
  ActivityCancellationType,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow'
import type { AcceptActivities } from '../activities/accept.ts'
import type { BulkActivities } from '../activities/bulk.ts'
import type { CreditActivities } from '../activities/credit-invoice.ts'
import type { CreditNoteActivities } from '../activities/credit-note.ts'
import type { CustomerActivities } from '../activities/customer.ts'
import type { DateActivities } from '../activities/dates.ts'
import type { DeleteActivities } from '../activities/delete-invoice.ts'
import type { InvoiceActivities } from '../activities/invoice.ts'
import type { LookUpMemoActivities } from '../activities/look-up-memo.ts'
import type { OpenDayActivities } from '../activities/open-day.ts'
import type { PaymentStatusActivities } from '../activities/payment-status.ts'
import type { PolicyActivities } from '../activities/policy.ts'
import type { PreviewActivities } from '../activities/preview.ts'
import type { RecordActivities } from '../activities/record.ts'
import type { RemoteActivities } from '../activities/remote.ts'
import type { ResolveNoteActivities } from '../activities/resolve-note.ts'
import type { ResolveThingActivities } from '../activities/resolve-thing.ts'
import type { SourceActivities } from '../activities/source.ts'
import type { StartActivities } from '../activities/starts.ts'
import type { SweepActivities, SweepRecordActivities } from '../activities/sweep.ts'
import type { ThingActivities } from '../activities/thing.ts'
import { priorities } from '../domain/priorities.ts'

type VendorActivities = SourceActivities &
  InvoiceActivities &
  CreditActivities &
  LookUpMemoActivities &
  CreditNoteActivities &
  RemoteActivities &
  DateActivities &
  AcceptActivities &
  DeleteActivities &
  OpenDayActivities &
  PaymentStatusActivities &
  ThingActivities &
  ResolveThingActivities &
  ResolveNoteActivities &
  CustomerActivities &
  PolicyActivities &
  StartActivities

/**
 * Calls to the vendors. Temporal retries them, at the moment that each failure names; 20 h is less
 * than the life of an idempotency key. A cancelled one is waited for: its requests are let go, but a
 * create that is on its way is let finish.
 */
const calls = {
  startToCloseTimeout: '30 s',
  scheduleToCloseTimeout: '20 h',
  // A lost worker is noticed after this, a cancellation within two seconds (`worker/pulse.ts`).
  heartbeatTimeout: '10 s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  // Through the queue, where priority and fairness between accounts count.
  allowEagerDispatch: false,
  retry: { initialInterval: '1 s', maximumInterval: '5 min', backoffCoefficient: 2 },
} as const

const asStarted = proxyActivities<VendorActivities>(calls)
const forPerson = proxyActivities<VendorActivities>({
  ...calls,
  priority: { priorityKey: priorities.person },
})
const forHint = proxyActivities<VendorActivities>({
  ...calls,
  priority: { priorityKey: priorities.live },
})

/** For whom a run works: whoever started it, a person who has asked since, a hint that came since. */
export type For = 'starter' | 'person' | 'hint'

const proxies = { starter: asStarted, person: forPerson, hint: forHint }
let working: For = 'starter'

/** From now on, calls to the vendors are made for this one: who asks goes before who fills in. */
export function workFor(whom: For): void {
  working = whom
}

/** As `calls`, with the priority of whom the run works for. */
export const vendors: typeof asStarted = new Proxy(asStarted, {
  get: (_, name) => Reflect.get(proxies[working], name),
})

/** A person waits for the answer: it comes soon or not at all. */
export const previews = proxyActivities<PreviewActivities>({
  startToCloseTimeout: '30 s',
  scheduleToCloseTimeout: '45 s',
  retry: { initialInterval: '1 s', maximumInterval: '5 s' },
})

const ownWrites = {
  startToCloseTimeout: '10 s',
  scheduleToCloseTimeout: '20 h',
  retry: { initialInterval: '100 ms', maximumInterval: '30 s', backoffCoefficient: 2 },
} as const

/** Our own writes to Postgres: idempotent and short. */
export const records = proxyLocalActivities<RecordActivities>(ownWrites)

export const sweepRecords = proxyLocalActivities<SweepRecordActivities>(ownWrites)

/**
 * Twenty pages each; where they are stands in Postgres, so that a try goes on where the one before was.
 * After two hours Rillet has forgotten its cursor: the next sweep begins anew.
 */
export const sweeps = proxyActivities<SweepActivities>({
  startToCloseTimeout: '10 min',
  scheduleToCloseTimeout: '2 h',
  heartbeatTimeout: '30 s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  allowEagerDispatch: false,
  retry: { initialInterval: '1 s', maximumInterval: '5 min', backoffCoefficient: 2 },
})

/** Ten updates at once, each of which answers within ten seconds. */
export const bulks = proxyActivities<BulkActivities>({
  startToCloseTimeout: '1 min',
  scheduleToCloseTimeout: '20 h',
  heartbeatTimeout: '30 s',
  allowEagerDispatch: false,
  retry: { initialInterval: '1 s', maximumInterval: '1 min', backoffCoefficient: 2 },
})
