import { type Kysely, sql } from 'kysely'

/** People beside tokens, a role per account, sessions and one-time sign-in links. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // A person signs in; a token is for a program. `revoked_at` ends either.
  `alter table operator
    add column kind text not null default 'token' check (kind in ('person', 'token')),
    add column made_by bigint references operator (id),
    add column password_hash text,
    add column oidc_issuer text,
    add column oidc_subject text,
    alter column token_hash drop not null,
    add constraint operator_token_has_hash check ((kind = 'token') = (token_hash is not null)),
    add constraint operator_oidc_whole check ((oidc_issuer is null) = (oidc_subject is null))`,
  `create unique index operator_person_once on operator (lower(name)) where kind = 'person'`,
  `create unique index operator_oidc_once on operator (oidc_issuer, oidc_subject)
    where oidc_subject is not null`,
  `create index operator_made_by on operator (made_by) where made_by is not null`,

  // Who may do what where; the account * is all of them. What OIDC says is kept apart from what
  // people gave, because each sign-in replaces it.
  `create table membership (
    operator_id bigint not null references operator (id),
    account_id text not null,
    source text not null default 'given' check (source in ('given', 'oidc')),
    role text not null check (role in ('viewer', 'operator', 'admin')),
    changed_at timestamptz not null default now(),
    primary key (operator_id, account_id, source)
  )`,
  `create index membership_of_account on membership (account_id)`,
  `insert into membership (operator_id, account_id, role) select id, '*', role from operator`,
  `alter table operator drop column role`,

  // One browser that is signed in. Its id is kept as a hash.
  `create table session (
    id bigint generated always as identity primary key,
    token_hash text not null unique,
    operator_id bigint not null references operator (id),
    method text not null check (method in ('link', 'password', 'oidc')),
    ip text not null,
    user_agent text not null,
    created_at timestamptz not null default clock_timestamp(),
    seen_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    ended_at timestamptz
  )`,
  `create index session_of_operator on session (operator_id) where ended_at is null`,
  `create index session_expired on session (expires_at)`,

  // Opens a session once. Kept as a hash.
  `create table sign_in_link (
    token_hash text primary key,
    operator_id bigint not null references operator (id),
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
  `create index sign_in_link_of_operator on sign_in_link (operator_id) where used_at is null`,

  // Tries with a password, by hash of name and address, to allow five a minute.
  `create table sign_in_try (
    key text not null,
    at timestamptz not null default clock_timestamp()
  )`,
  `create index sign_in_try_recent on sign_in_try (key, at)`,
]
