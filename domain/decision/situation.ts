import type { RemoteDates, RemoteInvoice } from '../dates.ts'
import type {
  InvoiceFacts,
  InvoiceState,
  IsoDate,
  Problem,
  Scope,
  Settings,
  SyncContext,
} from '../model.ts'
import type { PaymentTarget, Settlement } from '../settlement.ts'
import type { Action, Choice } from '../states.ts'

/** All that a decision rests on: what Sequence says, what Rillet says, what we recorded, what is wished for. */
export type Situation = {
  state: InvoiceState
  /** Null until this look has read it. */
  source: Source | null
  recorded: Recorded
  rillet: RilletSide
  asked: Asked
  tried: Tried
}

export type Source = { facts: InvoiceFacts; context: SyncContext }

/** What Postgres remembers of the invoice. */
export type Recorded = {
  rilletId: string | null
  scope: Scope | null
  /** A create was sent and its outcome is not known. */
  inDoubt: boolean
  /** Rillet's answer was found to say what was sent. */
  verified: boolean
  /** Rillet's header as last found right. */
  remote: RemoteInvoice | null
  accepted: Accepted | null
  /** The source that Rillet's books say, by its snapshot. */
  bookedHash: string | null
  /** What Sequence changed since Rillet's books were last brought in line, beside dates and number. */
  changes: Problem[]
  /** Booked on another day, because the books were closed for its own. */
  bookedOn: BookedOn | null
  /** The closed day about which a person is asked (`closedPeriodPolicy: ask`), and has not answered. */
  askedDay: IsoDate | null
  /** A credit memo for the void has been made, or begun. */
  voidCredit: boolean
  /** A credit memo that was begun, and is not set off and written down yet. */
  openMemo: OpenMemo | null
  /** How the void was dealt with in Rillet, in words; null while it was not. */
  undone: string | null
  /** The status that we wrote to Sequence, if we did. */
  writtenPaymentStatus: string | null
  /** The one that was sent last, while its answer is not known. */
  intendedPaymentStatus: string | null
}

/** For the void or for a difference; `rilletId` is null while it may be in Rillet, and is not known to be. */
export type OpenMemo = { of: 'void' | 'difference'; rilletId: string | null }

/** Sequence's dates for which a person accepted that Rillet's differ, and what else they left as it is. */
export type Accepted = {
  accountingDate: IsoDate
  dueDate: IsoDate | null
  invoiceNumber: string | null
  /** What Rillet said of them then: what one of the sides has moved since is accepted no more. */
  theirs?: RemoteDates
  /** The invoice is void in Sequence and stays booked in Rillet. */
  voided?: boolean
  /** Sequence's payment status, though Rillet's payments say otherwise. */
  paymentStatus?: string
  /**
   * What Sequence said then, and what Rillet's books said (`bookedHash`), by their snapshots. Before it was kept,
   * what was accepted took the place of what was booked.
   */
  source?: { hash: string; booked: string }
}

export type BookedOn = { for: IsoDate; on: IsoDate }

export type RilletSide = {
  /** More may have changed there than this run has read. */
  unread: boolean
  /** Something may have changed there, by a hint. */
  hinted: boolean
  settlement: Settlement | null
  /** What Rillet's users changed since the sync last found it right. */
  edits: Problem[]
}

/** What people and the clock ask for. */
export type Asked = {
  exclude: boolean
  bookedElsewhere: boolean
  /** The Rillet invoice that a person says is this one. */
  adopt: string | null
  choice: Choice | null
  /** A person took Rillet's side: Sequence's payment status follows it, whoever set it. */
  followLedger: boolean
  /** False only while a run is replayed that was held back when one scope alone could be sent. */
  everyScope: boolean
  /** False only while a run is replayed that left a void to a person. */
  undoesVoids: boolean
  /** False only while a run is replayed that did not mind what others told Sequence of payments. */
  comparesStatus: boolean
  /** False only while a run is replayed that did what a person wished before it had read Rillet again. */
  readsFirst: boolean
  /** False only while a run is replayed that deleted what could not be booked again. */
  keepsUnbookable: boolean
  /** False only while a run is replayed that did not show what had moved in Sequence beside an edit in Rillet. */
  showsWithheld: boolean
  /** A person asked for this invoice: dates and closed states do not hold it back. */
  wanted: boolean
  retry: boolean
  /** Lets one held invoice try although its cause still counts as there. */
  probe: boolean
  due: boolean
  cleared: readonly string[]
}

/** What this look has tried in vain, and why. */
export type Tried = {
  create?: Problem[]
  /** One was sent before and found nowhere since: it may still show up in Rillet. */
  sentBefore?: boolean
  openDay?: Problem[]
  update?: Problem[]
  delete?: Problem[]
  credit?: Problem[]
  status?: Problem[]
}

/** The next step, and why in a few words: both go into the timeline with what is written. */
export type Step =
  | { do: 'readSource' }
  | { do: 'resolveDoubt' }
  | { do: 'createProducts'; productIds: string[]; causes: string[] }
  | { do: 'create'; why: string }
  | { do: 'adopt'; rilletId: string; byPerson: boolean }
  | { do: 'openDay'; date: IsoDate; why: string }
  | { do: 'accept'; why: string }
  | { do: 'update'; force: boolean; why: string }
  | { do: 'delete'; reason: 'voided' | 'recreate'; why: string }
  | { do: 'credit'; whole: boolean; why: string }
  | { do: 'readRemote' }
  | { do: 'setPaymentStatus'; target: PaymentTarget; force: boolean; why: string }
  | RestStep

/** The rules that leave a document out of Rillet, named as the updates that do the same. */
export type LeavingOut = Extract<Settings['closedPeriodPolicy'], Action>

/** Where the invoice comes to rest. */
export type RestStep =
  | { do: 'stay' }
  | {
      do: 'close'
      state: InvoiceState
      problems: Problem[]
      note?: string
      /** The account's rule that closes it, and no person; `note` says why. */
      rule?: LeavingOut
    }
  | { do: 'hold'; step: string; problems: Problem[]; causes: string[] }
  | { do: 'stand'; state: InvoiceState; problems: Problem[]; next: string }

/** The step of that name. */
export type StepOf<K extends Step['do']> = Extract<Step, { do: K }>
