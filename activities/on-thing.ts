import { causes } from '../domain/ids.ts'
import type { Problem } from '../domain/model.ts'
import { inDoubt, rilletNotConnected } from '../domain/problems.ts'
import type { Db } from '../store/connect.ts'
import { findConnection, settingsOf } from '../store/connection.ts'
import { openIntent, type Thing } from '../store/intent.ts'
import { findLink, saveProblem } from '../store/link.ts'
import { wakeWaiting } from '../store/outbox.ts'
import type { CreateInput } from '../workflows/messages.ts'
import { problemOf } from './breakers.ts'
import type { Deps } from './deps.ts'
import { nextTry, toFailure } from './next-try.ts'
import { withoutSentence } from './sentence.ts'
import { type Plan, thingKinds } from './thing-kinds.ts'

/** How the thing is read, sent and found, and what it is known by. */
export type Ready = { plan: Extract<Plan, { ok: true }>; thing: Thing }
export type Blocked = { kind: 'blocked'; problem: Problem }

/** Acts on a customer or product; what only a person can mend is kept with it and told to all who wait. */
export async function onThing<R>(
  deps: Deps,
  input: CreateInput,
  act: (ready: Ready) => Promise<R>,
): Promise<R | Blocked> {
  const { db, timing } = deps
  try {
    const ready = await prepare(deps, input)
    return 'kind' in ready ? await block(db, input, ready.problem) : await act(ready)
  } catch (error) {
    const about = { what: input.kind, id: input.sourceId }
    const problem = await problemOf(db, input.accountId, error, about)
    if (problem !== null) return block(db, input, problem)
    throw toFailure(error, nextTry(error, timing))
  }
}

async function prepare(
  { db, vendors, publicUrl }: Deps,
  { accountId, kind, sourceId, currency }: CreateInput,
): Promise<Ready | Blocked> {
  const connection = await findConnection(db, accountId)
  const organizationId = connection?.organization_id ?? null
  if (organizationId === null) return { kind: 'blocked', problem: rilletNotConnected() }
  const thing = { accountId, kind, sourceId, organizationId }
  // Before anything can fail: the reason of a failure is kept there.
  await openIntent(db, thing)
  const [sequence, rillet] = await Promise.all([
    vendors.sequence(accountId),
    vendors.rillet(accountId, organizationId),
  ])
  const settings = settingsOf(connection)
  const plan = await thingKinds[kind](sequence, rillet, { sourceId, currency, settings, publicUrl })
  if (plan.ok) return { plan, thing }
  return { kind: 'blocked', problem: plan.problems[0] ?? inDoubt('no reason was given') }
}

/** The reason goes where all who wait can read it, and they are woken to read it. */
export async function block(
  db: Db,
  { accountId, kind, sourceId }: CreateInput,
  problem: Problem,
): Promise<Blocked> {
  await db.transaction().execute(async (trx) => {
    const row = await findLink(trx, accountId, kind, sourceId)
    if (row !== undefined) await saveProblem(trx, row, problem)
    await wakeWaiting(trx, accountId, causes[kind](sourceId))
  })
  return { kind: 'blocked', problem: withoutSentence(problem) }
}
