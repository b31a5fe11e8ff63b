import type { RefusedError } from '../clients/errors.ts'
import type { CustomerBase } from '../domain/customer-merge.ts'
import { causes } from '../domain/ids.ts'
import type { Problem } from '../domain/model.ts'
import { inDoubt, productCreateFailed, rilletNotConnected } from '../domain/problems.ts'
import { sentenceOf } from '../domain/refusals.ts'
import { closeBreakers } from '../store/breaker.ts'
import type { Db } from '../store/connect.ts'
import { findConnection, settingsOf } from '../store/connection.ts'
import { startCustomerSync } from '../store/customer-sync.ts'
import { addEvent } from '../store/event.ts'
import { nextGeneration, openIntent, type Thing } from '../store/intent.ts'
import { completeLink, findLink, saveProblem, type ThingNames } from '../store/link.ts'
import { wakeWaiting } from '../store/outbox.ts'
import type { CreateInput } from '../workflows/messages.ts'
import { problemOf, refusalProblem } from './breakers.ts'
import { createOnce, lookUpOnce } from './create-once.ts'
import type { Deps } from './deps.ts'
import { nextTry, toFailure } from './next-try.ts'
import { withoutSentence } from './sentence.ts'
import { type Plan, thingKinds } from './thing-kinds.ts'

export type ThingCreated =
  | { kind: 'done'; rilletId: string }
  | { kind: 'blocked'; problem: Problem }
  | { kind: 'in_doubt' }

export type ThingLookedUp =
  | Exclude<ThingCreated, { kind: 'in_doubt' }>
  | { kind: 'later'; afterMs: number }
  | { kind: 'absent' }

export type ThingActivities = ReturnType<typeof createThingActivities>

export const createThingActivities = (deps: Deps) => ({
  /** Creates a customer or product in Rillet, at most once, and wakes all invoices that wait for it. */
  createThing: (input: CreateInput): Promise<ThingCreated> =>
    ending(deps, input, async ({ plan, thing }) => {
      const attempt = await createOnce({ ...deps, thing, send: plan.send })
      switch (attempt.kind) {
        case 'done':
          return link(deps.db, input, thing, made(plan, attempt.value, 'created'))
        case 'exists':
          return { kind: 'done', rilletId: attempt.rilletId }
        case 'in_doubt':
          return { kind: 'in_doubt' }
        case 'rejected': {
          const problem = await rejection(deps.db, input, attempt.error)
          await nextGeneration(deps.db, thing, attempt.generation, problem)
          return block(deps.db, input, problem)
        }
      }
    }),

  /** Looks for what a create in doubt may have made: by reference, or by a scan. */
  lookUpThing: (input: CreateInput): Promise<ThingLookedUp> =>
    ending(deps, input, async ({ plan, thing }) => {
      const found = await lookUpOnce({ ...deps, thing, find: plan.find })
      switch (found.kind) {
        case 'found':
          return link(deps.db, input, thing, made(plan, found.value, 'adopted'))
        case 'exists':
          return { kind: 'done', rilletId: found.rilletId }
        case 'later':
        case 'absent':
          return found
      }
    }),
})

type Ready = { plan: Extract<Plan, { ok: true }>; thing: Thing }
type Blocked = { kind: 'blocked'; problem: Problem }

async function ending<R>(
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
    vendors.rillet(accountId),
  ])
  const settings = settingsOf(connection)
  const plan = await thingKinds[kind](sequence, rillet, { sourceId, currency, settings, publicUrl })
  if (plan.ok) return { plan, thing }
  return { kind: 'blocked', problem: plan.problems[0] ?? inDoubt('no reason was given') }
}

async function rejection(db: Db, input: CreateInput, error: RefusedError): Promise<Problem> {
  const problem = await refusalProblem(db, input.accountId, error, {})
  if (problem.code !== 'rillet_refused' || input.kind !== 'product') return problem
  return productCreateFailed(input.sourceId, sentenceOf(error.status ?? 400, error.problem))
}

/** The reason goes where all who wait can read it, and they are woken to read it. */
async function block(
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

type Made = {
  rilletId: string
  origin: 'created' | 'adopted'
  names: ThingNames
  base: CustomerBase | null
}

const made = (
  plan: Ready['plan'],
  { id, name }: { id: string; name: string },
  origin: Made['origin'],
): Made => ({
  rilletId: id,
  origin,
  names: { source: plan.name, rillet: name },
  base: plan.base,
})

async function link(
  db: Db,
  { accountId, kind, sourceId, actor }: CreateInput,
  thing: Thing,
  one: Made,
): Promise<{ kind: 'done'; rilletId: string }> {
  return db.transaction().execute(async (trx) => {
    const linked = await completeLink(trx, thing, {
      ...one,
      remoteVersion: null,
      remoteState: null,
      verified: true,
    })
    if (linked && one.base !== null) {
      await startCustomerSync(
        trx,
        { accountId, customerId: sourceId },
        { rilletId: one.rilletId, base: one.base },
      )
    }
    await addEvent(trx, {
      accountId,
      invoiceId: null,
      kind: linked ? `${kind}.${one.origin}` : `${kind}.superseded`,
      actor,
      data: { sourceId, rilletId: one.rilletId },
    })
    await closeBreakers(trx, accountId, ['setup', 'rillet_key'])
    await wakeWaiting(trx, accountId, causes[kind](sourceId))
    if (linked) return { kind: 'done', rilletId: one.rilletId }
    const byPerson = await findLink(trx, accountId, kind, sourceId)
    return { kind: 'done', rilletId: byPerson?.rillet_id ?? one.rilletId }
  })
}
