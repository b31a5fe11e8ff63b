import { isGrpcServiceError } from '@temporalio/client'

/** gRPC codes that say something about the request; all others say that the server is not there. */
const refusals = new Set([3, 6, 9, 11])

/**
 * True when Temporal could not be asked, is not set up yet (namespace, search attributes), or refuses our
 * credentials: the same request is right later.
 */
export function isTemporalAway(error: unknown): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
    if (/search attribute/i.test(one.message)) return true
    if (isGrpcServiceError(one)) return !refusals.has(one.code)
  }
  return false
}
