import * as z from 'zod'
import { changeKinds } from '../../domain/ledger.ts'
import { invoiceStates } from '../../domain/model.ts'
import { Currency, Day, Id, Instant, paging, plainText, Reason, Search } from './common.ts'
import { SidesView } from './invoice-sides.ts'

export const State = z.enum(invoiceStates)

const filter = {
  state: State.optional(),
  errorClass: z
    .string()
    .regex(/^\w{1,60}$/, 'must be the code of an error')
    .optional(),
  customerId: Id.optional(),
  currency: Currency.optional(),
  number: plainText(100).optional(),
  search: Search,
  from: Day.optional(),
  to: Day.optional(),
}
export const InvoiceFilter = z.strictObject(filter)
export const InvoiceQuery = z.strictObject({ ...filter, ...paging })

/** Where a list of invoices goes on: when the last one changed, to the microsecond, and its id. */
export const InvoiceCursor = z.tuple([
  z.iso.datetime({ precision: 6 }).refine((at) => at >= '0001'),
  z.string().regex(/^[\w-]{1,100}$/),
])

export const ProblemView = z
  .object({
    code: z.string(),
    blockedOn: z.string(),
    title: z.string(),
    whatHappened: z.string(),
    who: z.string(),
    how: z.string(),
    params: z.record(z.string(), z.string()),
  })
  .meta({ id: 'SyncProblem' })

const text = z.string().nullable()

/** Amounts are decimal text in major units. */
export const InvoiceView = z
  .object({
    id: z.string(),
    number: text,
    customerId: text,
    customerName: text,
    currency: text,
    netTotal: text,
    totalTax: text,
    grossTotal: text,
    paidTotal: text,
    accountingDate: text,
    issueDate: text,
    dueDate: text,
    sourceStatus: text,
    paymentStatus: text,
    paymentLink: text,
    state: State,
    step: text,
    problems: z.array(ProblemView),
    warnings: z.array(z.string()),
    blockedSince: Instant.nullable(),
    errorCode: text,
    errorText: text,
    failingSince: Instant.nullable(),
    nextTryAt: Instant.nullable(),
    note: text,
    rilletId: text,
    rilletUrl: text,
    temporalUrl: text,
    syncedAt: Instant.nullable(),
    createdAt: Instant,
    changedAt: Instant,
    /** What a person may ask of it now. */
    actions: z.array(z.string()),
  })
  .meta({ id: 'Invoice' })

/** One step of a payment or credit, as it was seen in Rillet. */
const ChangeView = z.object({
  at: Instant,
  kind: z.enum(changeKinds),
  status: z.string(),
  amount: z.string(),
  currency: z.string(),
  date: text,
})

const entry = {
  id: z.string(),
  amount: z.string(),
  currency: z.string(),
  firstSeenAt: Instant,
  /** When it was found gone in Rillet. */
  removedAt: Instant.nullable(),
  /** Oldest first; never changed or left out. */
  changes: z.array(ChangeView),
}

export const PaymentView = z.object({
  ...entry,
  status: z.string(),
  paidOn: text,
  /** True when a payment link makes Sequence follow its provider instead. */
  ignored: z.boolean(),
})

/** What a credit memo takes off the invoice. */
export const CreditView = z.object({ ...entry, creditMemoId: z.string(), appliedOn: text })

/** A field in which the two systems differ; `ours` is Sequence's, `side` the one that moved. */
export const DriftView = z
  .object({
    field: z.string(),
    ours: z.string(),
    theirs: z.string(),
    side: z.enum(['sequence', 'rillet']),
    since: Instant,
  })
  .meta({ id: 'Drift' })

export const InvoiceDetail = InvoiceView.extend({
  ...SidesView,
  payments: z.array(PaymentView),
  credits: z.array(CreditView),
  drift: z.array(DriftView),
}).meta({ id: 'InvoiceDetail' })

export const EventView = z
  .object({
    id: z.string(),
    at: Instant,
    kind: z.string(),
    actor: z.string(),
    reason: text,
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEvent' })

export const Asks = z.strictObject({ reason: Reason.optional() }).nullish()
export const AsksMarkAsSynced = z
  .strictObject({ reason: Reason.optional(), rilletId: Id.nullish() })
  .nullish()
export const AsksResolve = z
  .strictObject({ reason: Reason.optional(), found: z.boolean(), rilletId: Id.nullish() })
  .refine(
    ({ found, rilletId }) => !found || typeof rilletId === 'string',
    'must name the Rillet invoice that was found',
  )

/** Where the invoice stands after the request. */
export const StatusView = z
  .object({
    state: State,
    step: text,
    problems: z.array(ProblemView),
    blockedSince: text,
    rilletId: text,
    /** When the sync goes on by itself, and with what. */
    next: text,
  })
  .meta({ id: 'Status' })

export const PreviewView = z
  .object({
    previewId: z.string(),
    /** The body that Rillet would get; null while something blocks it. */
    request: z.unknown().nullable(),
    problems: z.array(ProblemView),
    warnings: z.array(z.string()),
    productsToCreate: z.array(z.string()),
    taxChoices: z.array(z.unknown()),
    totals: z
      .object({ net: z.string(), tax: z.string(), gross: z.string(), currency: z.string() })
      .nullable(),
  })
  .meta({ id: 'Preview' })
