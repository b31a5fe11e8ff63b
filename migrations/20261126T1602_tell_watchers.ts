import { type Kysely, sql } from 'kysely'

/**
 * What changes is told to the pages that are open on the account, and only then: a notification takes a lock
 * that commits wait for one after the other.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const told = (table: string, event: string, what: string, id: string, when = '') =>
  `create trigger ${table}_is_told after ${event} on ${table} for each row ${when}
    execute function tell_watchers('${what}', '${id}')`

const statements = [
  // Accounts that somebody has a page open on, as the api processes say again and again.
  `create table watcher (account_id text primary key, until timestamptz not null)`,

  // Arguments: what the row is, and the column of its id; empty where the id does not matter.
  `create function tell_watchers() returns trigger language plpgsql as $$
  declare
    id text;
  begin
    if not exists (
      select from watcher where account_id = new.account_id and until > clock_timestamp()
    ) then return null; end if;
    if tg_argv[1] <> '' then id := to_jsonb(new) ->> tg_argv[1]; end if;
    perform pg_notify('sequence_rillet_changes', json_build_object(
      'accountId', new.account_id, 'what', tg_argv[0], 'id', id)::text);
    return null;
  end $$`,
  told('invoice', 'insert or update', 'invoice', 'invoice_id'),
  told('connection', 'insert or update', 'connection', ''),
  told('inbox', 'insert or update', 'delivery', ''),
  told(
    'link',
    'insert or update',
    'link',
    'source_id',
    `when (new.kind in ('customer', 'product'))`,
  ),
]
