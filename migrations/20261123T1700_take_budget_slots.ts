import { type Kysely, sql } from 'kysely'

/** Counting and granting in one round trip: each statement in the function sees what the lock let in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(takeBudgetSlots).execute(db)
}

const takeBudgetSlots = `
create function take_budget_slots(
  taken_key text, wanted integer, most integer, held_for interval, longest_call interval,
  out slots bigint[], out free_in_ms float8
) language plpgsql as $$
declare
  now_at timestamptz;
  paused_until timestamptz;
  held integer;
begin
  perform pg_advisory_xact_lock(hashtextextended('budget/' || taken_key, 0));
  now_at := clock_timestamp();
  -- Nothing that was granted within the window can be free: the index leaves out most rows.
  delete from budget_slot where budget_key = taken_key and granted_at <= now_at - held_for
    and coalesce(answered_at, granted_at + longest_call) + held_for <= now_at;
  select until into paused_until from budget_pause where budget_key = taken_key and until > now_at;
  select count(*) into held from budget_slot where budget_key = taken_key;

  slots := '{}';
  if paused_until is null and held < most then
    with granted as (
      insert into budget_slot (budget_key, granted_at)
      select taken_key, now_at from generate_series(1, least(wanted, most - held)) returning id
    )
    select array_agg(id) into slots from granted;
  end if;
  if cardinality(slots) = wanted then return; end if;

  -- Who still waits for its answer may get it now: a window from now is the soonest it frees.
  free_in_ms := 1000 * extract(epoch from greatest(paused_until, (
    select least(coalesce(answered_at, granted_at + longest_call), now_at) + held_for
    from budget_slot where budget_key = taken_key
    order by coalesce(answered_at, granted_at + longest_call) desc offset most - 1 limit 1
  )) - now_at);
end $$`
