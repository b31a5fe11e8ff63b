import type { FastifyRequest } from 'fastify'
import { ApiError } from '../problem.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Methods that change nothing. */
export const isSafe = (method: string): boolean => safe.has(method)

/**
 * A browser sends its cookies along whoever made the page: what changes something by cookie must
 * come from our own pages. Browsers say so in Sec-Fetch-Site; one too old for that names the Origin.
 * Throws `cross_site`.
 */
export function checkSameOrigin({ method, headers }: FastifyRequest, publicUrl: string): void {
  if (isSafe(method)) return
  const site = headers['sec-fetch-site']
  const isOurs =
    site === undefined ? headers.origin === new URL(publicUrl).origin : site === 'same-origin'
  if (!isOurs) throw new ApiError('cross_site')
}
