import { isEcho, isRemoteEcho, joinKinds } from '../domain/echo.ts'
import type { Choice } from '../domain/states.ts'
import type {
  ClearedCause,
  MarkAsSynced,
  PersonAsks,
  RemoteHint,
  ResolveInDoubt,
  SourceHint,
} from './messages.ts'

/** What has come in since the last look: hints, cleared causes, people's wishes. */
export type Wakes = {
  /** The time for a fresh look has come. */
  due: boolean
  source: SourceHint | null
  remote: RemoteHint | null
  cleared: string[]
  /** One held invoice tries although its connection still counts as broken. */
  probe: boolean
  retry: PersonAsks | null
  exclude: PersonAsks | null
  markAsSynced: MarkAsSynced | null
  choice: Choice | null
  /** What the choice is about, as the person was shown it. */
  agreed: string[] | null
  resolve: ResolveInDoubt | null
}

export const noWakes = (): Wakes => ({
  due: false,
  source: null,
  remote: null,
  cleared: [],
  probe: false,
  retry: null,
  exclude: null,
  markAsSynced: null,
  choice: null,
  agreed: null,
  resolve: null,
})

/** Something that a person asked for. */
export const isPersonal = (wakes: Wakes): boolean =>
  [wakes.retry, wakes.markAsSynced, wakes.choice, wakes.resolve].some((wish) => wish !== null)

export const isEmpty = (wakes: Wakes): boolean =>
  Object.values(wakes).every((value) =>
    Array.isArray(value) ? value.length === 0 : value === null || value === false,
  )

export const withSource = (wakes: Wakes, hint: SourceHint): Wakes => ({
  ...wakes,
  source: wakes.source === null ? hint : laterHint(wakes.source, hint),
})

/** A hint without a version may be about anything: it stays. Both are counted. */
const laterHint = (one: SourceHint, other: SourceHint): SourceHint => ({
  ...(isEcho(one.version, other.version) || one.version === null ? one : other),
  count: one.count + other.count,
})

/** How many hints have come in, echoes too. */
export const hintsIn = ({ source, remote }: Wakes): number =>
  (source?.count ?? 0) + (remote?.count ?? 0)

/** What was taken and could not be dealt with, together with what has come in since. */
export function putBack(taken: Wakes, since: Wakes): Wakes {
  const { source, remote } = taken
  let wakes = since
  if (source !== null) wakes = withSource(wakes, { ...source, count: 0 })
  if (remote !== null) wakes = withRemote(wakes, { ...remote, count: 0 })
  return {
    ...wakes,
    due: since.due || taken.due,
    cleared: [...new Set([...taken.cleared, ...since.cleared])],
    probe: since.probe || taken.probe,
    retry: since.retry ?? taken.retry,
    exclude: since.exclude ?? taken.exclude,
    markAsSynced: since.markAsSynced ?? taken.markAsSynced,
    choice: since.choice ?? taken.choice,
    agreed: since.choice === null ? taken.agreed : since.agreed,
    resolve: since.resolve ?? taken.resolve,
  }
}

export const withRemote = (wakes: Wakes, hint: RemoteHint): Wakes => ({
  ...wakes,
  remote: wakes.remote === null ? hint : mergeHints(wakes.remote, hint),
})

/**
 * Without what says nothing new: our own writes come back as hints, sometimes before we know their
 * version.
 */
export function withoutEchoes(wakes: Wakes, known: Known): Wakes {
  const { source, remote } = wakes
  const isOldSource = source !== null && isEcho(known.source, source.version)
  const isOldRemote = remote !== null && isRemoteEcho(known.remote, remote.version, remote.kinds)
  return {
    ...wakes,
    source: isOldSource ? null : source,
    remote: isOldRemote ? null : remote,
  }
}

/** The newest versions that the sync has read or written itself. */
export type Known = { source: string | null; remote: string | null }

/** The later of two hints says what is known; together they say what may have changed. One without a version may be about anything. */
export function mergeHints(one: RemoteHint, other: RemoteHint): RemoteHint {
  const [older, newer] = isEcho(other.version, one.version) ? [one, other] : [other, one]
  return {
    kinds: joinKinds(one, other),
    version: one.version === null || other.version === null ? null : newer.version,
    status: newer.status ?? older.status,
    amountDue: newer.amountDue ?? older.amountDue,
    count: one.count + other.count,
  }
}

export const withCleared = (wakes: Wakes, { cause, probe = false }: ClearedCause): Wakes => ({
  ...wakes,
  cleared: [...new Set([...wakes.cleared, cause])],
  probe: wakes.probe || probe,
})
