import { type Kysely, sql } from 'kysely'

/** The first schema. What must hold, the database holds: one link per source document, one delivery per id. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // One Sequence account and its link to one Rillet organization. Secrets are sealed (AES-256-GCM).
  `create table connection (
    account_id text primary key,
    organization_id text,
    organization_name text,
    rillet_api_key text,
    rillet_key_hint text,
    rillet_status text not null default 'missing'
      check (rillet_status in ('missing', 'ready', 'key_refused')),
    rillet_webhook_secret text,
    rillet_webhook_secret_previous text,
    rillet_webhook_secret_previous_until timestamptz,
    sequence_client_id text,
    sequence_client_secret text,
    sequence_company text,
    sequence_status text not null default 'missing'
      check (sequence_status in ('missing', 'ready', 'key_refused')),
    sequence_policy_id text,
    sequence_policy_problem text,
    sequence_webhook_secret text,
    sequence_webhook_secret_previous text,
    setup_missing_since timestamptz,
    setup_probe_due_at timestamptz,
    settings jsonb not null default '{}',
    settings_version integer not null default 0,
    disconnected_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,

  // What a Sequence thing is in Rillet, and the intent to create it once (generation, fence).
  `create table link (
    account_id text not null,
    kind text not null check (kind in ('customer', 'product', 'invoice', 'credit_memo')),
    source_id text not null,
    organization_id text not null,
    rillet_id text,
    origin text check (origin in ('created', 'adopted', 'person')),
    generation integer not null default 1,
    sent_at timestamptz,
    first_sent_at timestamptz,
    key_first_sent_at timestamptz,
    last_absent_at timestamptz,
    sent_to text,
    problem jsonb,
    currency text,
    remote_version timestamptz,
    remote_state jsonb,
    verified_at timestamptz,
    accepted jsonb,
    removed_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (account_id, kind, source_id)
  )`,
  `create unique index link_rillet_document_once on link (organization_id, kind, rillet_id)
    where rillet_id is not null and kind in ('invoice', 'credit_memo')`,
  `create index link_by_rillet_id on link (account_id, kind, rillet_id)`,

  // One Sequence invoice as the console lists it. Truth about documents stays with the vendors.
  `create table invoice (
    account_id text not null,
    invoice_id text not null,
    number text,
    customer_id text,
    customer_name text,
    currency text,
    net_total numeric,
    total_tax numeric,
    gross_total numeric,
    accounting_date date,
    issue_date date,
    due_date date,
    source_status text,
    payment_status text,
    written_payment_status text,
    payment_link text,
    state text not null default 'waiting' check (state in ('waiting', 'blocked', 'in_doubt',
      'synced', 'partially_paid', 'drift', 'paid', 'removed', 'voided', 'excluded')),
    step text,
    problems jsonb not null default '[]',
    warnings jsonb not null default '[]',
    blocked_since timestamptz,
    error_code text,
    error_text text,
    failing_since timestamptz,
    next_try_at timestamptz,
    rillet_id text,
    paid_total numeric,
    note text,
    snapshot_hash text,
    sent_snapshot_hash text,
    source_version timestamptz,
    remote_version timestamptz,
    synced_at timestamptz,
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    primary key (account_id, invoice_id)
  )`,
  `create index invoice_newest on invoice (account_id, changed_at desc, invoice_id desc)`,
  `create index invoice_by_state on invoice (account_id, state, changed_at desc, invoice_id desc)`,
  `create index invoice_by_customer on invoice (account_id, customer_id)`,
  `create index invoice_by_rillet_id on invoice (account_id, rillet_id)`,
  `create index invoice_by_number on invoice (account_id, number)`,

  // Who waits for what: a cleared cause wakes exactly these.
  `create table invoice_cause (
    account_id text not null,
    invoice_id text not null,
    cause text not null,
    since timestamptz not null default now(),
    primary key (account_id, invoice_id, cause)
  )`,
  `create index invoice_cause_waiting on invoice_cause (account_id, cause)`,

  // The source as read, by content: what histories must not hold.
  `create table snapshot (
    account_id text not null,
    hash text not null,
    invoice_id text not null,
    body jsonb not null,
    created_at timestamptz not null default now(),
    primary key (account_id, hash)
  )`,

  // Every Rillet payment of our invoices, by its id; what it was before is in the events.
  `create table payment (
    account_id text not null,
    payment_id text not null,
    invoice_id text not null,
    rillet_invoice_id text not null,
    amount numeric not null,
    currency text not null,
    status text not null,
    paid_on date,
    ignored boolean not null default false,
    first_seen_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    removed_at timestamptz,
    primary key (account_id, payment_id)
  )`,
  `create index payment_of_invoice on payment (account_id, invoice_id)`,

  // The timeline. Append only: a trigger refuses the rest.
  `create table event (
    id bigint generated always as identity primary key,
    account_id text not null,
    invoice_id text,
    at timestamptz not null default now(),
    kind text not null,
    actor text not null,
    reason text,
    data jsonb not null default '{}',
    once text
  )`,
  `create index event_of_invoice on event (account_id, invoice_id, id)`,
  `create unique index event_once on event (account_id, once) where once is not null`,
  `create function event_is_append_only() returns trigger language plpgsql as
    $$ begin raise exception 'the timeline is append only'; end $$`,
  `create trigger event_is_append_only before update or delete or truncate on event
    for each statement execute function event_is_append_only()`,

  // Deliveries of both vendors, stored before they are acknowledged.
  `create table inbox (
    id bigint generated always as identity primary key,
    account_id text not null,
    source text not null check (source in ('sequence', 'rillet')),
    delivery_id text not null,
    received_at timestamptz not null default now(),
    sent_at timestamptz,
    stale boolean not null default false,
    event text not null,
    resource_id text,
    version timestamptz,
    body text not null,
    status text not null default 'pending' check (status in ('pending', 'handed_over', 'ignored',
      'echo', 'unmatched', 'unreadable', 'quarantined')),
    outcome text,
    invoice_id text,
    attempts integer not null default 0,
    due_at timestamptz not null default now(),
    lease_until timestamptz,
    last_error text,
    unique (account_id, source, delivery_id)
  )`,
  `create index inbox_due on inbox (due_at) where status = 'pending'`,
  `create index inbox_newest on inbox (account_id, id desc)`,
  `create index inbox_by_resource on inbox (account_id, source, resource_id)`,

  // What was refused at the door, counted; never the body.
  `create table refusal (
    account_id text not null,
    source text not null,
    reason text not null,
    day date not null default current_date,
    count integer not null default 0,
    last_at timestamptz not null default now(),
    primary key (account_id, source, reason, day)
  )`,

  // Wake-ups for runs, written in the transaction that made them true.
  `create table outbox (
    id bigint generated always as identity primary key,
    account_id text not null,
    invoice_id text not null,
    signal text not null check (signal in ('sourceChanged', 'remoteChanged', 'causeCleared')),
    payload jsonb not null,
    due_at timestamptz not null default now(),
    lease_until timestamptz,
    attempts integer not null default 0,
    failures integer not null default 0,
    quarantined_at timestamptz,
    last_error text,
    created_at timestamptz not null default now()
  )`,
  `create index outbox_due on outbox (due_at, id) where quarantined_at is null`,
  `create index outbox_quarantined on outbox (account_id, id) where quarantined_at is not null`,

  // The first hint goes at once; hints within the next second share one.
  `create table hint_window (
    account_id text not null,
    invoice_id text not null,
    signal text not null,
    open_until timestamptz not null,
    outbox_id bigint,
    primary key (account_id, invoice_id, signal)
  )`,

  // The sliding log of vendor calls, and pauses that a vendor asked for.
  `create table budget_slot (
    id bigint generated always as identity primary key,
    budget_key text not null,
    granted_at timestamptz not null default clock_timestamp(),
    answered_at timestamptz
  )`,
  `create index budget_slot_by_key on budget_slot (budget_key, granted_at)`,
  `create table budget_pause (
    budget_key text primary key,
    until timestamptz not null
  )`,

  // Who may use the operator API. Tokens are kept as hashes.
  `create table operator (
    id bigint generated always as identity primary key,
    name text not null,
    role text not null check (role in ('viewer', 'operator', 'admin')),
    token_hash text not null unique,
    created_at timestamptz not null default now(),
    last_used_at timestamptz,
    revoked_at timestamptz
  )`,

  // Answers of read-only previews; short-lived, kept out of Temporal's histories.
  `create table preview (
    account_id text not null,
    preview_id text not null,
    invoice_id text not null,
    body jsonb not null,
    created_at timestamptz not null default now(),
    primary key (account_id, preview_id)
  )`,
]
