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
 * The same for hints about Rillet's invoices. No write of ours makes a payment, and Rillet does not say
 * whether one moves `updated_at`: news of a payment counts even at the version that is known. A
 * deletion carries no version and is always news.
 */
export function isRemoteEcho(known: Version, version: Version, kinds: readonly string[]): boolean {
  if (kinds.includes('deleted') || !isEcho(known, version)) return false
  return !kinds.includes('payment') || timeOf(version) !== timeOf(known)
}

function timeOf(version: Version): number | null {
  if (version === null || version === undefined) return null
  return typeof version === 'string' ? Date.parse(version) : version.getTime()
}
