import { sleep } from '@temporalio/workflow'
import { vendors } from './activities.ts'
import type { CreateInput, CreateResult } from './messages.ts'

/**
 * Creates one customer or product in Rillet, once, for whoever needs it; all who wait are woken by what
 * it writes. A refusal ends it with its reason: the next who needs the thing starts it again.
 */
export async function create(input: CreateInput): Promise<CreateResult> {
  for (;;) {
    const created = await vendors.createThing(input)
    if (created.kind !== 'in_doubt') return created
    const looked = await lookUntilKnown(input)
    if (looked !== null) return looked
  }
}

/** Null when it is not there and may be sent again. */
async function lookUntilKnown(input: CreateInput): Promise<CreateResult | null> {
  for (;;) {
    const looked = await vendors.lookUpThing(input)
    switch (looked.kind) {
      case 'done':
        return looked
      case 'absent':
        return null
      case 'later':
        await sleep(looked.afterMs)
        break
      case 'blocked':
        return looked
    }
  }
}
