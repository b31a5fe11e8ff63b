import { setTimeout as pause } from 'node:timers/promises'
import type { Json } from '../support/http.ts'
import type { Plan } from './plan.ts'
import type { PlannedFault } from './plan-faults.ts'
import type { Run } from './scenario.ts'
import type { Actor } from './stage/cast.ts'

const agent = 'sequence-rillet'

/** Lays out a plan's faults for its account alone; `remove` counts what really happened. */
export async function injectFaults({ stage, tally }: Run, plan: Plan, actor: Actor) {
  const laid = await Promise.all(
    plan.faults.map(async (fault) => {
      const { id } = await stage[fault.point.vendor].post(
        '/_sandbox/faults',
        requestOf(fault, actor),
      )
      return { fault, id }
    }),
  )
  const forgetting = new AbortController()
  const forgotten = plan.keysForgotten ? forgetKeys(forgetting.signal) : Promise.resolve(0)

  async function forgetKeys(signal: AbortSignal): Promise<number> {
    const path = `/_sandbox/organizations/${actor.organization.id}/idempotency-keys`
    let count = 0
    while (!signal.aborted) {
      const { forgotten } = await stage.rillet.delete(path)
      count += forgotten
      await pause(100)
    }
    return count
  }

  return {
    async remove(): Promise<void> {
      forgetting.abort()
      tally.add('keys forgotten', 'while a create is in doubt', await forgotten)
      for (const vendor of ['rillet', 'sequence'] as const) {
        const mine = laid.filter(({ fault }) => fault.point.vendor === vendor)
        if (mine.length === 0) continue
        const { faults } = await stage[vendor].get('/_sandbox/faults')
        for (const { fault, id } of mine) {
          const { injected = 0 } = faults.find((one: Json) => one.id === id) ?? {}
          tally.add(fault.kind, fault.point.name, injected)
          await stage[vendor].delete(`/_sandbox/faults/${id}`)
        }
      }
    },
  }
}

function requestOf({ point, request, times, skip }: PlannedFault, actor: Actor) {
  const isDelivery = point.method === undefined
  const match = isDelivery
    ? { path: point.path, caller: actor.targets[point.vendor] }
    : { path: point.path, method: point.method, caller: actor.callers[point.vendor], agent }
  return { ...request, ...whenItComes(request), times, skip, match }
}

/** A date as of now. */
const whenItComes = ({ retryAfter }: Record<string, unknown>) =>
  retryAfter === 'date' ? { retryAfter: new Date(Date.now() + 2_000).toUTCString() } : {}
