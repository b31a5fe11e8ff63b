import type { ColumnType, Generated, Selectable } from 'kysely'
import type { Accepted } from '../domain/decision/situation.ts'
import type { RemoteDetail } from '../domain/detail.ts'
import type { Side } from '../domain/drift.ts'
import type { ChangeKind } from '../domain/ledger.ts'
import type { InvoiceState, PaymentLink, Problem, Scope, Settings } from '../domain/model.ts'
import type { Role } from '../domain/roles.ts'
import type { AuditEntry } from './audit-chain.ts'
import type { ConsoleTables } from './console-schema.ts'
import type { CreditNoteTables } from './credit-note-schema.ts'
import type { RemoteLine } from './remote-invoice.ts'
import type { SweepTables } from './sweep-schema.ts'

/** Timestamps come back as `Date` and go in as `Date`; dates stay `YYYY-MM-DD` text; numerics stay decimal text. */
type Time = ColumnType<Date, Date, Date>
type TimeOrNull = ColumnType<Date | null, Date | null | undefined, Date | null>
type OwnTime = ColumnType<Date, Date | undefined, Date>
/** jsonb: pass `JSON.stringify(value)`, read the value. */
export type Json<T> = ColumnType<T, string, string>
type OwnJson<T> = ColumnType<T, string | undefined, string>
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>

export type LinkKind = 'customer' | 'product' | 'invoice' | 'credit_memo'
export type Vendor = 'sequence' | 'rillet'
export type Signal =
  | 'sourceChanged'
  | 'remoteChanged'
  | 'causeCleared'
  | 'customerChanged'
  | 'creditNoteChanged'
export type SignInMethod = 'link' | 'password' | 'oidc'
export type ConnectionStatus = 'missing' | 'ready' | 'key_refused'
export type DeliveryStatus =
  | 'pending'
  | 'handed_over'
  | 'ignored'
  | 'echo'
  | 'unmatched'
  | 'unreadable'
  | 'quarantined'

export type ConnectionTable = {
  account_id: string
  organization_id: Optional<string>
  organization_name: Optional<string>
  rillet_api_key: Optional<string>
  rillet_key_hint: Optional<string>
  rillet_status: Generated<ConnectionStatus>
  rillet_webhook_secret: Optional<string>
  rillet_webhook_secret_hint: Optional<string>
  rillet_webhook_secret_previous: Optional<string>
  rillet_webhook_secret_previous_until: TimeOrNull
  sequence_client_id: Optional<string>
  sequence_client_secret: Optional<string>
  sequence_client_secret_hint: Optional<string>
  sequence_company: Optional<string>
  sequence_status: Generated<ConnectionStatus>
  sequence_policy_id: Optional<string>
  sequence_policy_problem: Optional<string>
  sequence_webhook_secret: Optional<string>
  sequence_webhook_secret_hint: Optional<string>
  sequence_webhook_secret_previous: Optional<string>
  sequence_webhook_secret_previous_until: TimeOrNull
  setup_missing_since: TimeOrNull
  setup_probe_due_at: TimeOrNull
  settings: OwnJson<Partial<Settings>>
  disconnected_at: TimeOrNull
  created_at: OwnTime
  updated_at: OwnTime
}

export type LinkTable = {
  account_id: string
  kind: LinkKind
  source_id: string
  organization_id: string
  rillet_id: Optional<string>
  origin: Optional<'created' | 'adopted' | 'person'>
  generation: Generated<number>
  /** The fence: set right before a create is sent, cleared when it surely made nothing. */
  sent_at: TimeOrNull
  first_sent_at: TimeOrNull
  /** When this generation's idempotency key was first used: keys live 24 h at Rillet. */
  key_first_sent_at: TimeOrNull
  last_absent_at: TimeOrNull
  /** Invoices: the Rillet customer that the create was sent for; it is looked for there. */
  sent_to: Optional<string>
  /** Invoices: what Rillet does with it, for all its life; null before anything was sent. */
  scope: Optional<Scope>
  /** The source that the create was sent for. */
  sent_snapshot_hash: Optional<string>
  problem: ColumnType<Problem | null, string | null | undefined, string | null>
  /** Customers: the currency of their Rillet invoices, set by a person or learnt. */
  currency: Optional<string>
  remote_version: TimeOrNull
  /** Invoices: what the verified answer said (dates, totals, line ids), to compare later. */
  remote_state: ColumnType<RemoteInvoiceState | null, string | null | undefined, string | null>
  /** The rest of it: customer and lines. Null for an invoice linked before this was kept. */
  remote_detail: ColumnType<RemoteDetail | null, string | null | undefined, string | null>
  /** When Rillet's answer was found to say what was sent. */
  verified_at: TimeOrNull
  /** Sequence's dates for which a person accepted that Rillet's differ. */
  accepted: ColumnType<Accepted | null, string | null | undefined, string | null>
  removed_at: TimeOrNull
  /** Sequence's date for which `booked_on` was chosen, because the books were closed for it. */
  booked_for: Optional<string>
  booked_on: Optional<string>
  /** Customers, products: what each system calls it, as last seen. */
  source_name: Optional<string>
  rillet_name: Optional<string>
  created_at: OwnTime
  updated_at: OwnTime
}

/** The facts of Rillet's invoice that the sync compares with. */
export type RemoteInvoiceState = {
  invoiceDate: string
  dueDate: string
  /** Ours; in FULL it begins the memo. */
  invoiceNumber: string
  /** FULL: Rillet's own. */
  assignedNumber?: string
  total: string
  currency: string
}

export type InvoiceTable = {
  account_id: string
  invoice_id: string
  number: Optional<string>
  customer_id: Optional<string>
  customer_name: Optional<string>
  currency: Optional<string>
  net_total: Optional<string>
  total_tax: Optional<string>
  gross_total: Optional<string>
  accounting_date: Optional<string>
  issue_date: Optional<string>
  due_date: Optional<string>
  source_status: Optional<string>
  payment_status: Optional<string>
  /** The status that we wrote to Sequence, if we did: only that one may be taken back. */
  written_payment_status: Optional<string>
  /** The one that was sent last, until Sequence's answer is known: it counts as ours too. */
  intended_payment_status: Optional<string>
  /** The run that last wrote where the invoice stands, when that run began, and how far its history was. */
  recorded_run: Optional<string>
  recorded_run_at: TimeOrNull
  recorded_number: Optional<number>
  /** When the reading of Rillet's payments and credits was scheduled that is in the ledger. */
  ledger_as_of: TimeOrNull
  payment_link: Optional<PaymentLink>
  state: Generated<InvoiceState>
  step: Optional<string>
  problems: OwnJson<Problem[]>
  warnings: OwnJson<string[]>
  blocked_since: TimeOrNull
  error_code: Optional<string>
  error_text: Optional<string>
  failing_since: TimeOrNull
  next_try_at: TimeOrNull
  rillet_id: Optional<string>
  paid_total: Optional<string>
  note: Optional<string>
  /** Vendors' own sentences, by the code of the problem. */
  sentences: OwnJson<Partial<Record<string, string>>>
  snapshot_hash: Optional<string>
  sent_snapshot_hash: Optional<string>
  source_version: TimeOrNull
  /** When it was last read in Sequence, changed or not. */
  source_read_at: TimeOrNull
  remote_version: TimeOrNull
  synced_at: TimeOrNull
  created_at: OwnTime
  changed_at: OwnTime
  /** The codes of its problems, and of the error that it is retried after; Postgres keeps it. */
  error_classes: ColumnType<string[], never, never>
  /** Number and customer's name in small letters; Postgres keeps it. */
  search_text: ColumnType<string, never, never>
}

export type Database = SweepTables &
  CreditNoteTables &
  ConsoleTables & {
    connection: ConnectionTable
    link: LinkTable
    invoice: InvoiceTable
    invoice_cause: { account_id: string; invoice_id: string; cause: string; since: OwnTime }
    begun_try: { account_id: string; document_id: string; scheduled_at: ColumnType<Date> }
    snapshot: {
      account_id: string
      hash: string
      invoice_id: string
      body: Json<unknown>
      created_at: OwnTime
    }
    payment: {
      account_id: string
      payment_id: string
      invoice_id: string
      rillet_invoice_id: string
      amount: string
      currency: string
      status: string
      paid_on: Optional<string>
      ignored: Generated<boolean>
      first_seen_at: OwnTime
      changed_at: OwnTime
      removed_at: TimeOrNull
    }
    payment_change: {
      id: Generated<string>
      account_id: string
      invoice_id: string
      entry: 'payment' | 'credit'
      entry_id: string
      kind: ChangeKind
      status: string
      amount: string
      currency: string
      dated: Optional<string>
      at: OwnTime
    }
    credit: {
      account_id: string
      credit_id: string
      credit_memo_id: string
      invoice_id: string
      rillet_invoice_id: string
      amount: string
      currency: string
      applied_on: Optional<string>
      first_seen_at: OwnTime
      changed_at: OwnTime
      removed_at: TimeOrNull
    }
    /** The last day that Rillet's books are closed for; null when none is. */
    closed_period: {
      account_id: string
      organization_id: string
      ends_on: Optional<string>
      read_at: OwnTime
    }
    drift: {
      account_id: string
      invoice_id: string
      field: string
      ours: string
      theirs: string
      side: Side
      since: OwnTime
    }
    event: {
      id: Generated<string>
      account_id: string
      invoice_id: Optional<string>
      at: OwnTime
      kind: string
      actor: string
      reason: Optional<string>
      data: OwnJson<Record<string, unknown>>
      /** Makes a repeated write of the same event a no-op. */
      once: Optional<string>
    }
    inbox: {
      id: Generated<string>
      account_id: string
      source: Vendor
      delivery_id: string
      received_at: OwnTime
      sent_at: TimeOrNull
      stale: Generated<boolean>
      event: string
      resource_id: Optional<string>
      version: TimeOrNull
      body: string
      status: Generated<DeliveryStatus>
      outcome: Optional<string>
      invoice_id: Optional<string>
      attempts: Generated<number>
      due_at: OwnTime
      lease_until: TimeOrNull
      last_error: Optional<string>
    }
    refusal: {
      account_id: string
      source: Vendor
      reason: string
      day: Generated<string>
      count: Generated<number>
      last_at: OwnTime
    }
    outbox: {
      id: Generated<string>
      account_id: string
      invoice_id: string
      signal: Signal
      payload: Json<unknown>
      due_at: OwnTime
      lease_until: TimeOrNull
      /** How often it was taken: the fence of whoever holds it. */
      attempts: Generated<number>
      /** Tries that failed although Temporal was there: five put it aside. */
      failures: Generated<number>
      quarantined_at: TimeOrNull
      last_error: Optional<string>
      created_at: OwnTime
    }
    hint_window: {
      account_id: string
      invoice_id: string
      signal: Signal
      open_until: Time
      outbox_id: Optional<string>
    }
    budget_slot: {
      id: Generated<string>
      budget_key: string
      granted_at: OwnTime
      answered_at: TimeOrNull
    }
    budget_pause: { budget_key: string; until: Time }
    /** Persons and tokens. */
    operator: {
      id: Generated<string>
      kind: Generated<'person' | 'token'>
      name: string
      /** Tokens only. */
      token_hash: Optional<string>
      /** Whoever made a token: it ends with them and never may do more. */
      made_by: Optional<string>
      password_hash: Optional<string>
      oidc_issuer: Optional<string>
      oidc_subject: Optional<string>
      created_at: OwnTime
      last_used_at: TimeOrNull
      /** A token revoked, a person disabled. */
      revoked_at: TimeOrNull
    }
    membership: {
      operator_id: string
      /** `*`: every account. */
      account_id: string
      /** What OIDC says is replaced at each sign-in; what people gave stays. */
      source: Generated<'given' | 'oidc'>
      role: Role
      changed_at: OwnTime
    }
    session: {
      id: Generated<string>
      token_hash: string
      operator_id: string
      method: SignInMethod
      ip: string
      user_agent: string
      created_at: OwnTime
      seen_at: OwnTime
      expires_at: Time
      ended_at: TimeOrNull
    }
    sign_in_link: {
      token_hash: string
      operator_id: string
      created_at: OwnTime
      expires_at: Time
      used_at: TimeOrNull
    }
    sign_in_try: { key: string; at: OwnTime }
    remote_invoice: RemoteInvoiceTable
    /** Append only, chained by hashes: written by the function `append_audit` alone. */
    audit: {
      account_id: string
      seq: string
      at: Time
      actor: string
      actor_id: string | null
      actor_kind: 'person' | 'token' | 'command' | 'nobody'
      ip: string | null
      action: string
      target: string | null
      status: number | null
      reason: string | null
      before: unknown
      after: unknown
      previous_hash: string
      hash: string
    }
    audit_begun: { id: string; at: OwnTime; entry: Json<AuditEntry> }
    preview: {
      account_id: string
      preview_id: string
      invoice_id: string
      body: Json<unknown>
      created_at: OwnTime
    }
  }

/** Rillet's invoices as last read. */
export type RemoteInvoiceTable = {
  account_id: string
  rillet_id: string
  organization_id: string
  invoice_id: Optional<string>
  customer_id: string
  number: string
  invoice_date: string
  due_date: string
  status: string
  currency: string
  net: string
  tax: string
  total: string
  amount_due: string
  lines: Json<RemoteLine[]>
  version: Time
  read_at: OwnTime
  gone_at: TimeOrNull
}

export type RemoteInvoiceRow = Selectable<RemoteInvoiceTable>
export type InvoiceRow = Selectable<InvoiceTable>
export type ConnectionRow = Selectable<ConnectionTable>
export type LinkRow = Selectable<LinkTable>
