import { z } from 'zod'
import { joinKinds } from '../../domain/echo.ts'
import type { OutboxRow } from '../../store/outbox-taking.ts'
import type {
  ClearedCause,
  CreditNoteHint,
  CustomerHint,
  RemoteHint,
  SourceHint,
} from '../../workflows/messages.ts'

const Version = z.string().nullable()
const Source = z.object({ version: Version, count: z.int() })
const Remote = z.object({
  kinds: z.array(z.enum(['updated', 'payment', 'deleted'])),
  version: Version,
  status: z.string().nullable(),
  amountDue: z.string().nullable(),
  count: z.int(),
})

const Cleared = z
  .object({ cause: z.string(), probe: z.boolean().optional() })
  .transform(({ cause, probe }) => (probe === true ? { cause, probe } : { cause }))

type InvoiceSignal = Exclude<OutboxRow['signal'], 'customerChanged' | 'creditNoteChanged'>

const CreditNote = z
  .object({ count: z.int(), probe: z.boolean().optional() })
  .transform(({ count, probe }) => (probe === true ? { count, probe } : { count }))
export const creditNoteHintOf = (payload: unknown): CreditNoteHint => CreditNote.parse(payload)

/** Two hints about a credit note in one. */
export function joinCreditNoteHints(waiting: unknown, next: CreditNoteHint): CreditNoteHint {
  const first = CreditNote.parse(waiting)
  return { ...first, ...next, count: first.count + next.count }
}

/** A stored wake-up as its signal carries it. Throws when it has not that form. */
export function argumentOf({
  signal,
  payload,
}: Pick<OutboxRow, 'payload'> & { signal: InvoiceSignal }): SourceHint | RemoteHint | ClearedCause {
  switch (signal) {
    case 'sourceChanged':
      return Source.parse(payload)
    case 'remoteChanged':
      return Remote.parse(payload)
    case 'causeCleared':
      return Cleared.parse(payload)
  }
}

const Customer = z.object({ count: z.int() })
export const customerHintOf = (payload: unknown): CustomerHint => Customer.parse(payload)

export const joinCustomerHints = (waiting: unknown, { count }: CustomerHint): CustomerHint => ({
  count: Customer.parse(waiting).count + count,
})

/** Two hints about a Sequence invoice in one. Versions are instants in UTC: text sorts them. */
export function joinSourceHints(waiting: unknown, next: SourceHint): SourceHint {
  const first = Source.parse(waiting)
  return {
    version: later(first.version, next.version),
    count: first.count + next.count,
  }
}

/** Two hints about a Rillet invoice in one: all kinds, and what the newer body said. */
export function joinRemoteHints(waiting: unknown, next: RemoteHint): RemoteHint {
  const first = Remote.parse(waiting)
  const isOlder = next.version !== null && first.version !== null && next.version < first.version
  const [newer, older] = isOlder ? [first, next] : [next, first]
  return {
    kinds: joinKinds(first, next),
    version: later(first.version, next.version),
    status: newer.status ?? older.status,
    amountDue: newer.amountDue ?? older.amountDue,
    count: first.count + next.count,
  }
}

/** Null as soon as one is unknown: such a hint may never pass for old news. */
function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return null
  return a > b ? a : b
}
