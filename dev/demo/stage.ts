import type { AccountKey } from './accounts.ts'
import type { Http } from './http.ts'
import type { DemoInvoice, Goal } from './invoice.ts'
import type { InvoiceView } from './operator.ts'
import type { News } from './rounds.ts'
import type { RilletSetup } from './setup-rillet.ts'
import type { SequenceSetup } from './setup-sequence.ts'

/** Where everything of the demo is reached. */
export type Stage = {
  /** The stand-ins, as a person at their pages and control interfaces; no key. */
  rillet: Http
  sequence: Http
  accounts: Record<AccountKey, StagedAccount>
  /** Epoch milliseconds: what has not happened by then has failed. */
  deadline: number
  /**
   * Resolves once the sync may know what was done: at once where webhooks tell it, else after one round of
   * sweeps.
   */
  told: (news?: News) => Promise<void>
}

export type StagedAccount = {
  /** Our operator API, below the account's own address. */
  operator: Http
  rillet: RilletSetup
  sequence: SequenceSetup
}

/** One demo invoice as it stands in Sequence, and what its scenario needs. */
export type Subject = {
  invoice: DemoInvoice
  /** Sequence's. */
  id: string
  account: StagedAccount
  /** Waits until the sync shows the invoice there. */
  reach: (goal: Goal) => Promise<InvoiceView>
}

/** What people do to one invoice. Looks first what was done before: a demo goes on where it stopped. */
export type Scenario = (stage: Stage, subject: Subject) => Promise<void>
