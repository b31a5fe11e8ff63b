import type { RefusedError } from '../clients/errors.ts'
import type { Problem } from '../domain/model.ts'
import { productCreateFailed } from '../domain/problems.ts'
import { sentenceOf } from '../domain/refusals.ts'
import type { Db } from '../store/connect.ts'
import { nextGeneration } from '../store/intent.ts'
import type { CreateInput } from '../workflows/messages.ts'
import { refusalProblem } from './breakers.ts'
import { createOnce, lookUpOnce } from './create-once.ts'
import type { Deps } from './deps.ts'
import { linkThing, made } from './link-thing.ts'
import { block, onThing, type Ready } from './on-thing.ts'

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
    onThing(deps, input, async ({ plan, thing }) => {
      const attempt = await createOnce({ ...deps, thing, send: plan.send })
      switch (attempt.kind) {
        case 'done':
          return linkThing(deps.db, input, thing, made(plan, attempt.value, 'created'))
        case 'exists':
          return { kind: 'done', rilletId: attempt.rilletId }
        case 'in_doubt':
          return { kind: 'in_doubt' }
        case 'rejected': {
          const problem = await rejection(deps.db, input, attempt.error)
          await nextGeneration(deps.db, thing, { ...attempt, problem })
          return block(deps.db, input, problem)
        }
      }
    }),

  /** Looks for what a create in doubt may have made: by reference, or by a scan. */
  lookUpThing: (input: CreateInput): Promise<ThingLookedUp> =>
    onThing(deps, input, (on) => lookFor(deps, input, on)),
})

type LookFor = Ready & { isLast?: boolean }

/** Adopts what is there. */
export async function lookFor(
  deps: Deps,
  input: CreateInput,
  { plan, thing, isLast = false }: LookFor,
): Promise<ThingLookedUp> {
  const found = await lookUpOnce({ ...deps, thing, find: plan.find, isLast })
  switch (found.kind) {
    case 'found':
      return linkThing(deps.db, input, thing, made(plan, found.value, 'adopted'))
    case 'exists':
      return { kind: 'done', rilletId: found.rilletId }
    case 'later':
    case 'absent':
      return found
  }
}

async function rejection(db: Db, input: CreateInput, error: RefusedError): Promise<Problem> {
  const problem = await refusalProblem(db, input.accountId, error, {})
  if (problem.code !== 'rillet_refused' || input.kind !== 'product') return problem
  return productCreateFailed(input.sourceId, sentenceOf(error.status ?? 400, error.problem))
}
