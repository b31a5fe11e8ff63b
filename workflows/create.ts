import { allHandlersFinished, condition } from '@temporalio/workflow'
import type { ThingLookedUp } from '../activities/thing.ts'
import { vendors } from './activities.ts'
import { hearPeople, type People } from './doubt.ts'
import {
  type CreateInput,
  type CreateResult,
  resolveThing,
  type ThingResolved,
} from './messages.ts'

/**
 * Creates one customer or product in Rillet, once, for whoever needs it; all who wait are woken by what
 * it writes. A refusal ends it with its reason: the next who needs the thing starts it again.
 */
export async function create(input: CreateInput): Promise<CreateResult> {
  const people = hearPeople<ThingResolved>(resolveThing, { kind: 'running' })
  const result = await createOrFind(input, people)
  people.answerAll(result)
  await condition(allHandlersFinished)
  return result
}

async function createOrFind(
  input: CreateInput,
  people: People<ThingResolved>,
): Promise<CreateResult> {
  for (;;) {
    const created = await vendors.createThing(input)
    if (created.kind !== 'in_doubt') return created
    const known = await lookUntilKnown(input, people)
    if (known !== null) return known
  }
}

/** Null when it is not there and may be sent again. A person may decide it meanwhile. */
async function lookUntilKnown(
  input: CreateInput,
  people: People<ThingResolved>,
): Promise<CreateResult | null> {
  for (;;) {
    const asking = people.next()
    const looked =
      asking === null
        ? await people.unlessAsked(() => vendors.lookUpThing(input))
        : await vendors.resolveThing({ ...input, by: asking.by })
    if (asking !== null) asking.answer = answerOf(looked)
    switch (looked?.kind) {
      case undefined:
        break
      case 'done':
        return looked
      case 'absent':
        return null
      case 'later':
        await condition(people.isAsked, looked.afterMs)
        break
      case 'blocked':
        // What a person named does not fit: it is looked for as before.
        if (asking === null) return looked
    }
  }
}

/** It is created again, and that may take its time. */
const answerOf = (looked: ThingLookedUp | null): ThingResolved =>
  looked?.kind === 'done' || looked?.kind === 'blocked' ? looked : { kind: 'running' }
