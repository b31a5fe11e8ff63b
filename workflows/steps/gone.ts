import { close } from '../rests.ts'
import type { Rest, Run } from '../run.ts'

/** It is not in Rillet any more: what the run knew of it there is forgotten. */
export function forget(run: Run): void {
  run.owed.remote = null
  run.status.rilletId = null
  run.settlement = null
  run.createdHere = false
  run.edits = []
  run.drift = []
  run.choice = null
  run.recorded = {
    ...run.recorded,
    rilletId: null,
    inDoubt: false,
    verified: false,
    remote: null,
    accepted: null,
    bookedHash: null,
    changes: [],
  }
}

/** Deleted in Rillet by its users: a person must want it anew, unless it is void in Sequence as well. */
export function gone(run: Run): Promise<Rest> {
  forget(run)
  run.wanted = false
  return close(run, run.facts?.status === 'VOIDED' ? 'voided' : 'removed')
}
