import { type Kysely, sql } from 'kysely'

/** The audit trail: what people did, append only, each row chained to the one before by its hash. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // One chain an account; `*` holds what concerns no single one.
  `create table audit (
    account_id text not null,
    seq bigint not null,
    at timestamptz not null,
    actor text not null,
    actor_id bigint,
    actor_kind text not null check (actor_kind in ('person', 'token', 'command', 'nobody')),
    ip text,
    action text not null,
    target text,
    status integer,
    reason text,
    before jsonb,
    after jsonb,
    previous_hash text not null,
    hash text not null,
    primary key (account_id, seq)
  )`,
  `create index audit_by_actor on audit (account_id, actor, seq)`,
  `create index audit_by_target on audit (account_id, target, seq) where target is not null`,
  `create function audit_is_append_only() returns trigger language plpgsql as
    $$ begin raise exception 'the audit trail is append only'; end $$`,
  `create trigger audit_is_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only()`,

  // What has begun and is not answered yet: it is in no chain, and in one even if its process ends.
  `create table audit_begun (
    id uuid primary key,
    at timestamptz not null default clock_timestamp(),
    entry jsonb not null
  )`,
  `create index audit_begun_oldest on audit_begun (at)`,

  // Appends in one round trip: each statement in the function sees what the lock let in.
  `create function append_audit(entry jsonb, content text, begun uuid)
    returns bigint language plpgsql as $$
  declare
    account text := entry->>'accountId';
    last_seq bigint;
    last_hash text;
  begin
    perform pg_advisory_xact_lock(hashtextextended('audit/' || account, 0));
    select seq, hash into last_seq, last_hash from audit
      where account_id = account order by seq desc limit 1;
    last_seq := coalesce(last_seq, 0) + 1;
    last_hash := coalesce(last_hash, '');
    insert into audit (account_id, seq, at, actor, actor_id, actor_kind, ip, action, target, status,
      reason, before, after, previous_hash, hash)
    values (account, last_seq, (entry->>'at')::timestamptz, entry->>'actor',
      (entry->>'actorId')::bigint, entry->>'actorKind', entry->>'ip', entry->>'action',
      entry->>'target', (entry->>'status')::integer, entry->>'reason',
      nullif(entry->'before', 'null'), nullif(entry->'after', 'null'), last_hash,
      encode(sha256(convert_to(last_hash || ' ' || last_seq || ' ' || content, 'UTF8')), 'hex')
    );
    delete from audit_begun where id = begun;
    return last_seq;
  end $$`,
]
