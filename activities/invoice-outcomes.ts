import type { InvoiceRef, Problem, Scope } from '../domain/model.ts'
import type { RemoteInvoiceState } from '../store/schema.ts'

/** `snapshotHash` finds what is sent: names and lines never pass through a history. */
export type CreateInvoice = InvoiceRef & {
  snapshotHash: string
  /** Rillet's books are read anew first: a person, or a probe, asks whether they are open by now. */
  fresh?: boolean
  /** For the timeline. */
  why?: string
}

/** `byPerson`: typed into Rillet by hand, so it need not carry our reference or the same lines. */
export type AdoptInvoice = CreateInvoice & { rilletId: string; byPerson: boolean }

export type Created =
  /** `problems` when Rillet's answer does not say what was sent: it exists, but is not yet trusted. */
  | {
      kind: 'done'
      rilletId: string
      version: string
      remote: RemoteInvoiceState
      scope: Scope
      problems: Problem[]
      /** The source that it says, which may have moved on since it was sent. */
      snapshotHash?: string
      /** Made just now by this very call: nothing can have happened to it yet. */
      fresh: boolean
    }
  /** `sentBefore`: it was not sent now, but was before, and found nowhere: it may still show up. */
  | { kind: 'blocked'; problems: Problem[]; sentBefore?: true }
  | { kind: 'in_doubt' }

/** `removed`: it was this one's, and is deleted. */
export type Adopted = Created | { kind: 'removed' }

export type LookedUp =
  | Exclude<Created, { kind: 'in_doubt' }>
  | { kind: 'later'; afterMs: number }
  /** It is not there: it may be sent again. */
  | { kind: 'absent' }
