import { type Kysely, sql } from 'kysely'

/** What Rillet's books were closed until, as last read; an invoice dated on another day because of that. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table closed_period (
    account_id text not null,
    organization_id text not null,
    ends_on date,
    read_at timestamptz not null default now(),
    primary key (account_id, organization_id)
  )`,
  // `booked_on` counts for as long as Sequence's own date is `booked_for`.
  `alter table link
    add column booked_for date,
    add column booked_on date,
    add constraint link_booked_for_and_on check ((booked_for is null) = (booked_on is null))`,
  // Counted every change of the settings, and was never read.
  `alter table connection drop column settings_version`,
]
