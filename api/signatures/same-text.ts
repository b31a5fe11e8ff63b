import { timingSafeEqual } from 'node:crypto'

/** Compares in a time that does not depend on where the texts differ; their length is no secret. */
export function sameText(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
