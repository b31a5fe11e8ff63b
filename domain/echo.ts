import type { IsoInstant } from './model.ts'

/** When a document was last changed, as a vendor says or as we store it; null when unknown. */
export type Version = IsoInstant | Date | null | undefined

/**
 * True when a hint says nothing new: the version of its signed body is one that we have read, or written
 * ourselves. A hint or a document without a version is never an echo.
 */
export function isEcho(known: Version, version: Version): boolean {
  const [at, knownAt] = [timeOf(version), timeOf(known)]
  return at !== null && knownAt !== null && at <= knownAt
}

/**
 * The same for hints about Rillet's invoices. A version says that the invoice was read, not its payments,
 * and Rillet does not say whether a payment moves it: news of a payment is always news. So is a
 * deletion, which carries no version.
 */
export const isRemoteEcho = (known: Version, version: Version, kinds: readonly string[]): boolean =>
  !kinds.includes('payment') && !kinds.includes('deleted') && isEcho(known, version)

function timeOf(version: Version): number | null {
  if (version === null || version === undefined) return null
  return typeof version === 'string' ? Date.parse(version) : version.getTime()
}

type Told<K> = { kinds: readonly K[]; version: Version }

/**
 * What two hints about one Rillet invoice say together. A payment may be told of as an update too: of the
 * very same version, the update is no news of its own.
 */
export function joinKinds<K extends string>(one: Told<K>, other: Told<K>): K[] {
  const all = [...new Set([...one.kinds, ...other.kinds])].sort()
  const at = timeOf(one.version)
  const sameChange = at !== null && at === timeOf(other.version)
  const isTwice = sameChange && isOnly('payment', one, other) && isOnly('updated', other, one)
  return isTwice ? all.filter((kind) => kind !== 'updated') : all
}

/** One of the two is told as nothing but this. */
const isOnly = <K extends string>(kind: string, one: Told<K>, other: Told<K>): boolean =>
  [one, other].some(({ kinds }) => kinds.every((told) => told === kind))
