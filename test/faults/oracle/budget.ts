import type { Actor } from '../stage/cast.ts'
import type { Violation } from './ledger.ts'
import type { Logged } from './recorder.ts'

/** At most the cap of calls in any rolling window per organization, as Rillet counted them. */
export function auditBudget(requests: Logged[], actors: Actor[], windowMs: number) {
  const violations: Violation[] = []
  const organizations = new Map<string, { cap: number; callers: Set<string> }>()
  for (const { organization, callers, cap } of actors) {
    const known = organizations.get(organization.id) ?? { cap, callers: new Set() }
    known.callers.add(callers.rillet)
    organizations.set(organization.id, known)
  }
  let most = 0
  for (const [organizationId, { cap, callers }] of organizations) {
    const times = requests.filter(({ caller }) => callers.has(caller)).map(({ wallMs }) => wallMs)
    times.sort((a, b) => a - b)
    let first = 0
    for (const [index, at] of times.entries()) {
      while ((times[first] ?? at) <= at - windowMs) first += 1
      const count = index - first + 1
      most = Math.max(most, count / cap)
      if (count > cap) {
        const what = `${count} calls within ${windowMs} ms on ${organizationId}, of ${cap}`
        violations.push({ rule: 'calls within the budget', what, seed: null })
        break
      }
    }
  }
  /** How full the fullest window was. */
  return { violations, fullest: most }
}
