import type { Problem } from '../model.ts'
import { notUpdatable, recreateRefused } from '../problems.ts'
import type { Choice } from '../states.ts'
import { unbookable } from './before-rillet.ts'
import { differences } from './differences.ts'
import type { Situation, Source, Step } from './situation.ts'

/** What a person decided about a difference. */
export function wished(situation: Situation, source: Source): Step | null {
  const { asked, recorded, tried, rillet } = situation
  if (isAboutRillet(asked.choice) && asked.readsFirst && rillet.unread) return { do: 'readRemote' }
  switch (asked.choice) {
    case 'acceptTheirs':
    case 'leave':
      return { do: 'accept', why: 'a person takes Rillet as it is' }
    case 'recreate':
      return recreation(situation, source)
    case 'creditDifference':
      if (tried.credit !== undefined || recorded.changes.length === 0) return null
      return {
        do: 'credit',
        whole: false,
        why: `a person wants it brought to ${source.facts.grossTotal}`,
      }
    case 'pushOurs':
      return tried.update === undefined && recorded.scope !== 'AR_ONLY'
        ? { do: 'update', force: true, why: 'a person wants Sequence’s values in Rillet' }
        : null
    case 'deleteInRillet':
    case 'dateOnOpenDay':
    case null:
      return null
  }
}

/** What Rillet says decides what is done: others may have moved it since a person saw it. */
export const isAboutRillet = (choice: Choice | null): boolean =>
  choice === 'acceptTheirs' || choice === 'leave' || choice === 'pushOurs' || choice === 'recreate'

/** Only while it differs, and could be booked again: until then it is not deleted. */
function recreation(situation: Situation, source: Source): Step | null {
  const { asked, rillet, tried } = situation
  if (tried.delete !== undefined || keptFor(situation, source).length > 0) return null
  if (asked.keepsUnbookable && differences(situation, source).length === 0) {
    return rillet.unread ? { do: 'readRemote' } : null
  }
  return { do: 'delete', reason: 'recreate', why: 'a person wants it made again' }
}

/** What would keep it from being booked again keeps it from being deleted for that: it waits as it is. */
export function keptFor(situation: Situation, source: Source): Problem[] {
  const { asked } = situation
  if (asked.choice !== 'recreate' || !asked.keepsUnbookable) return []
  if (differences(situation, source).length === 0) return []
  const problems = unbookable(source, asked)
  return problems.length === 0 ? [] : [recreateRefused(), ...problems]
}

/** Why what a person decided was not done. */
export const refusedWish = ({ asked, recorded, tried }: Situation): Problem[] => [
  ...(asked.choice === 'pushOurs' && recorded.scope === 'AR_ONLY'
    ? [notUpdatable(recorded.scope)]
    : []),
  ...(tried.delete ?? []),
  ...(tried.credit ?? []),
]
