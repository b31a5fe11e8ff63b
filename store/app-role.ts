import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** The role that the processes work as: it may read and write, and change nothing that is append only. */
const appRole = 'sequence_rillet_app'

/** What a new connection runs first: it takes the role, where the role is there and has its rights here. */
export const takeAppRole = `
  select set_config('role', rolname, false) from pg_roles
  where rolname = '${appRole}' and pg_has_role(session_user, oid, 'member')
    and has_table_privilege(oid, to_regclass('event')::oid, 'insert')`

/**
 * Makes the role and gives it its rights; as the owner, after the migrations, twice without harm. Tables that
 * a trigger keeps append only can be read and added to, and that is all. False where this Postgres does not
 * let its user make roles: the triggers then stand alone.
 */
export async function grantAppRole(db: Db): Promise<boolean> {
  try {
    await db.transaction().execute(async (trx) => {
      for (const statement of grants) await sql.raw(statement).execute(trx)
    })
    return true
  } catch (error) {
    if (codeOf(error) === insufficientPrivilege) return false
    throw error
  }
}

const insufficientPrivilege = '42501'

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : null

// Roles belong to the whole server: another database of it may have made this one a moment ago.
const grants = [
  `select pg_advisory_xact_lock(hashtextextended('${appRole}', 0))`,
  `do $$ begin
    if not exists (select from pg_roles where rolname = '${appRole}') then
      begin
        create role ${appRole} nologin;
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(session_user, '${appRole}', 'member') then
      execute format('grant ${appRole} to %I', session_user);
    end if;
    execute format('grant usage on schema %I to ${appRole}', current_schema());
  end $$`,
  `do $$ declare one record; begin
    for one in select oid::regclass as name, relname, exists (
        select from pg_trigger where tgrelid = pg_class.oid and tgname like '%is_append_only'
      ) as append_only
      from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v')
        and relname not like 'kysely%'
    loop
      execute format('revoke all on %s from ${appRole}', one.name);
      execute format('grant %s on %s to ${appRole}',
        case when one.append_only then 'select, insert' else 'select, insert, update, delete' end,
        one.name);
    end loop;
    execute format('grant usage on all sequences in schema %I to ${appRole}', current_schema());
  end $$`,
]
