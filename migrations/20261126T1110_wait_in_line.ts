import { type Kysely, sql } from 'kysely'

/**
 * Who waits for a slot keeps a place in a line: each is told its own turn, so that a backlog does not
 * come back for one slot all together. Unlogged: after a crash of Postgres all line up anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(waiters).execute(db)
  await sql.raw(takeBudgetTurns).execute(db)
}

const waiters = `
create unlogged table budget_waiter (
  budget_key text not null,
  waiter text not null,
  account_id text not null,
  rank integer not null,
  since timestamptz not null,
  due_at timestamptz not null,
  primary key (budget_key, waiter)
)`

const takeBudgetTurns = `
create function take_budget_turns(
  taken_key text, takers jsonb, held_for interval, longest_call interval, patience interval
) returns table (slot text, free_in_ms float8) language plpgsql as $$
declare
  now_at timestamptz;
  paused_until timestamptz;
  frees timestamptz[];
  held integer;
  taker record;
  nth integer;
  due timestamptz;
begin
  perform pg_advisory_xact_lock(hashtextextended('budget/' || taken_key, 0));
  now_at := clock_timestamp();
  -- Nothing that was granted within the window can be free: the index leaves out most rows.
  delete from budget_slot where budget_key = taken_key and granted_at <= now_at - held_for
    and coalesce(answered_at, granted_at + longest_call) + held_for <= now_at;
  select until into paused_until from budget_pause where budget_key = taken_key and until > now_at;
  -- Who still waits for its answer may get it now: a window from now is the soonest it frees.
  select coalesce(array_agg(
      least(coalesce(answered_at, granted_at + longest_call), now_at) + held_for
      order by coalesce(answered_at, granted_at + longest_call)), '{}')
    into frees from budget_slot where budget_key = taken_key;
  held := cardinality(frees);

  delete from budget_waiter where budget_key = taken_key and due_at < now_at - 60 * held_for;
  insert into budget_waiter as known (budget_key, waiter, account_id, rank, since, due_at)
    select taken_key, asks.waiter, account, asks.rank,
      now_at + asks.n * interval '1 microsecond', now_at
    from rows from (jsonb_to_recordset(takers) as (waiter text, account text, rank integer))
      with ordinality as asks(waiter, account, rank, n)
    on conflict (budget_key, waiter) do update
      set rank = least(known.rank, excluded.rank), due_at = excluded.due_at;

  for taker in
    with line as (
      -- Accounts take turns. Who did not come back in time holds nobody up, but keeps its place.
      select w.waiter,
        count(*) over places as place,
        count(*) filter (where w.due_at <= now_at) over places as place_now
      from (
        select waiter, rank, since, due_at,
          row_number() over (partition by rank, account_id order by since, waiter) as turn
        from budget_waiter where budget_key = taken_key and due_at > now_at - patience
      ) w
      window places as (order by w.rank, w.turn, w.since, w.waiter rows unbounded preceding)
    )
    select asks.waiter, asks.most, asks.keeps, line.place, line.place_now
    from rows from (jsonb_to_recordset(takers) as (waiter text, most integer, keeps boolean))
      with ordinality as asks(waiter, most, keeps, n)
    join line on line.waiter = asks.waiter
    order by asks.n
  loop
    slot := null;
    free_in_ms := null;
    if paused_until is null and taker.place_now <= taker.most - held then
      insert into budget_slot (budget_key, granted_at) values (taken_key, now_at)
        returning id::text into slot;
    else
      -- Its turn comes with the nth slot that frees, those that are free now being taken first.
      nth := taker.place - (taker.most - held);
      due := case when nth > 0 then held_for * ((nth - 1) / greatest(taker.most, held))
        + coalesce(frees[(nth - 1) % greatest(taker.most, held) + 1], now_at + held_for) end;
      -- Some in front may give up: nobody is sent away for long.
      due := least(greatest(due, paused_until), now_at + held_for * (4 + random()));
      free_in_ms := 1000 * extract(epoch from due - now_at);
    end if;
    if slot is null and taker.keeps then
      update budget_waiter set due_at = due
        where budget_key = taken_key and waiter = taker.waiter;
    else
      delete from budget_waiter where budget_key = taken_key and waiter = taker.waiter;
    end if;
    return next;
  end loop;
end $$`
